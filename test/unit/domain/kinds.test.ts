import { KIND_NAMES, isKindName, kindOf, kinds } from '../../../src-shared/domain/kinds';
import {
  defineKind,
  findStep,
  STAGES,
  text,
  unitView,
  type AnyKind,
  type StateMachine,
} from '../../../src-shared/domain/define';
import { DICTIONARIES } from '../../../src-shared/domain/dictionaries';
import { ROLES } from '../../../src-shared/domain/roles';
import { checkValues } from '../../../src-shared/domain/validate';

const everyKind = KIND_NAMES.map((name) => [name, kinds[name] as AnyKind] as const);
const fieldsOf = (kind: AnyKind) => Object.entries(kind.fields).map(([name, { info }]) => ({ name, info }));
const machines = everyKind.flatMap(([name, kind]) =>
  fieldsOf(kind).flatMap(({ name: field, info }) =>
    info.machine ? [[`${name}.${field}`, info.machine as StateMachine] as const] : [],
  ),
);

const duplicates = (words: readonly string[]) => words.filter((word, at) => words.indexOf(word) !== at);

describe.each(everyKind)('the definition of %s', (name, kind) => {
  it('is found under its own name', () => {
    expect(kind.kind).toBe(name);
    expect(kindOf(name)).toBe(kind);
  });

  it('has one label per field', () => {
    expect(duplicates(fieldsOf(kind).map(({ info }) => info.label))).toEqual([]);
    expect(duplicates(Object.values(kind.sets))).toEqual([]);
  });

  it('has a place for its papers, where the work has papers of the kind', () => {
    const papers = [
      'inquiry',
      'recusal',
      'interview',
      'responseBatch',
      'documentRequest',
      'forum',
      'visit',
      'petition',
    ];
    const later = ['weeklyReport', 'workingPaper', 'immediateOrder', 'clue', 'pryReport', 'feedback'];
    const last = ['rectificationItem', 'progressEntry', 'supervisionCheck', 'satisfactionSurvey'];
    expect('evidence' in kind.sets).toBe([...papers, ...later, ...last].includes(kind.kind));
  });

  it('places fields that exist, each once', () => {
    const placed = kind.sections.flatMap((section) => section.fields);
    expect(placed.filter((field) => !(field in kind.fields))).toEqual([]);
    expect(duplicates(placed)).toEqual([]);
    expect(duplicates(kind.sections.map((section) => section.title))).toEqual([]);
  });

  it('lets a person fill in every field that must be filled in', () => {
    const placed = kind.sections.flatMap((section) => section.fields);
    const missing = fieldsOf(kind).filter(
      ({ name: field, info }) => info.required && !placed.includes(field),
    );
    expect(missing).toEqual([]);
  });

  it('says of every text that by its label names people as what it names them', () => {
    const silent = fieldsOf(kind).filter(
      ({ info }) =>
        ['text', 'longText', 'list'].includes(info.type) &&
        /(?:人|姓名|名单|对象|领导|主持|责任认定)$|人[/／]|的人/.test(info.label) &&
        info.names === undefined,
    );
    expect(silent).toEqual([]);
  });

  it('shows columns that exist, each once', () => {
    expect(kind.columns.length).toBeGreaterThan(0);
    expect(kind.columns.filter((column) => !(column in kind.fields || column in kind.computed))).toEqual([]);
    expect(duplicates(kind.columns)).toEqual([]);
  });

  it('has a title in Chinese for an empty record', () => {
    expect((kind.title as (values: object) => string)({})).toMatch(/[\u4e00-\u9fff]/);
  });

  it('has defaults that its own fields accept', () => {
    const defaults = Object.fromEntries(
      fieldsOf(kind).flatMap(({ name: field, info }) =>
        info.defaultValue === undefined ? [] : [[field, info.defaultValue]],
      ),
    );
    expect(checkValues(kind, defaults)).toEqual([]);
  });

  it('refers to kinds, dictionaries, stages and roles that exist', () => {
    expect([...kind.parents, ...kind.children].filter((other) => !isKindName(other))).toEqual([]);
    expect(Object.keys(STAGES)).toContain(kind.stage);
    for (const { info } of fieldsOf(kind)) {
      if (info.type === 'reference') expect(info.to!.filter((other) => !isKindName(other))).toEqual([]);
      if (info.type === 'reference') expect(info.to).not.toEqual([]);
      if (info.dictionary) expect(DICTIONARIES[info.dictionary]).toBeDefined();
      for (const role of info.readers ?? []) expect(ROLES).toContain(role);
    }
    expect(kind.owners.filter((field) => kind.fields[field]?.info.to?.join() !== 'member')).toEqual([]);
    for (const role of fieldsOf(kind).flatMap(({ info }) => info.writers ?? []))
      expect(ROLES).toContain(role);
  });

  it('is a child of its parents and a parent of its children', () => {
    for (const child of kind.children) expect(kindOf(child)!.parents).toContain(name);
  });

  it('gives options with one code and one label each', () => {
    for (const { info } of fieldsOf(kind)) {
      expect(duplicates((info.options ?? []).map((option) => option.code))).toEqual([]);
      expect(duplicates((info.options ?? []).map((option) => option.label))).toEqual([]);
    }
  });

  it('shows a unit no internal and no restricted field', () => {
    const all = Object.fromEntries(Object.keys(kind.fields).map((field) => [field, `值 ${field}`]));
    const shown = Object.keys(unitView(kind, all));
    const open = fieldsOf(kind).filter(({ info }) => info.audience === 'unit');
    expect(shown.sort()).toEqual(open.map(({ name: field }) => field).sort());
    expect(open.filter(({ info }) => info.readers)).toEqual([]);
  });
});

describe('all definitions together', () => {
  it('have one label and one number prefix each', () => {
    expect(duplicates(everyKind.map(([, kind]) => kind.label))).toEqual([]);
    expect(duplicates(everyKind.flatMap(([, kind]) => kind.code ?? []))).toEqual([]);
  });

  it('show nothing of a clue, a petition or a 打探说情 to a unit', () => {
    for (const kind of [kinds.clue, kinds.petition, kinds.pryReport, kinds.interview, kinds.exchange]) {
      expect(Object.values(kind.fields).filter(({ info }) => info.audience === 'unit')).toEqual([]);
    }
  });

  it('reach a root from every kind', () => {
    for (const [name] of everyKind) {
      const seen = new Set<string>();
      const climb = (here: string): boolean => {
        if (seen.has(here)) return false;
        seen.add(here);
        const parents = kindOf(here)!.parents;
        return parents.length === 0 || parents.some(climb);
      };
      expect([name, climb(name)]).toEqual([name, true]);
    }
  });

  it('do not know kinds by names that every object has', () => {
    for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty', ''])
      expect(kindOf(name)).toBeUndefined();
  });

  it('cannot place a field that does not exist', () => {
    const wrong = () =>
      defineKind({
        kind: 'wrong',
        label: '误',
        parents: [],
        stage: 'prepare',
        fields: { name: text('名称') },
        sections: [{ title: '误', fields: ['nome' as 'name'] }],
        title: () => '误',
      });
    expect(wrong).toThrow('wrong: no field nome');
  });
});

describe.each(machines)('the states of %s', (_name, machine) => {
  const codes = machine.states.map((state) => state.code);

  it('are all reached from the first one', () => {
    const reached = new Set([machine.initial]);
    for (const code of reached)
      for (const step of machine.steps) if (step.from === code) reached.add(step.to);
    expect([...reached].sort()).toEqual([...codes].sort());
    expect(machine.initial).toBe(codes[0]);
  });

  it('have steps between states that exist, one for each pair and name', () => {
    for (const { from, to, reason } of machine.steps) {
      expect(codes).toContain(from);
      expect(codes).toContain(to);
      // Staying put is only for correcting what a step filled in, with a reason.
      if (from === to) expect(reason).toBe(true);
    }
    expect(duplicates(machine.steps.map(({ from, to, name = '' }) => `${from}→${to} ${name}`))).toEqual([]);
  });

  it('are left by a step back with a reason wherever they hold anything', () => {
    for (const code of Object.keys(machine.holds ?? {})) {
      const back = machine.steps.filter((step) => step.from === code && step.to !== code && step.reason);
      expect([code, back.length > 0]).toEqual([code, true]);
    }
  });

  it('have different labels for the steps out of one state', () => {
    for (const code of codes) {
      const out = machine.steps.filter((step) => step.from === code);
      expect(duplicates(out.map((step) => step.label))).toEqual([]);
    }
  });

  it('find exactly the steps that are allowed', () => {
    for (const from of codes) {
      for (const to of codes) {
        const allowed = machine.steps.find((step) => step.from === from && step.to === to && !step.name);
        expect(findStep(machine, from, to)).toBe(allowed);
      }
    }
  });

  it('never leave a person without a way on, but at the end', () => {
    const ends = codes.filter((code) => !machine.steps.some((step) => step.from === code));
    expect(ends).toEqual([]);
  });
});
