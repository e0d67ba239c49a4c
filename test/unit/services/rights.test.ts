import fs from 'node:fs';
import { history, remove, restore, save, step } from '../../../src-main/services/records';
import { ruleContext } from '../../../src-main/services/records/workspace';
import { find } from '../../../src-main/services/search';
import type { OpenWorkspace } from '../../../src-main/services/workspace';
import type { AnyKind, Entity } from '../../../src-shared/domain/define';
import { kindOf } from '../../../src-shared/domain/kinds';
import { issuesOf } from '../../../src-shared/domain/validate';
import {
  codeOf,
  inspectionOf,
  newFolder,
  numbered,
  PEOPLE,
  SAMPLE_TEXT,
  textsOf,
  useDesk,
  type Person,
} from './desk';

const desk = useDesk(SAMPLE_TEXT);
let workspace: OpenWorkspace;
const sitDown = (person: Person) => (workspace = desk.open(person));
const seen = () => [...workspace.visible()];
const everyone = Object.keys(PEOPLE) as Person[];

describe('a recused member', () => {
  let hidden: readonly Entity[];
  let secrets: readonly string[];
  beforeAll(() => {
    sitDown('leader');
    const own = inspectionOf(workspace, 'U3').id;
    const all = [...workspace.index.all()];
    hidden = all.filter((record) => record.inspection === own);
    const elsewhere = new Set(textsOf(all.filter((record) => record.inspection !== own)));
    secrets = [...new Set(textsOf(hidden))].filter((text) => text.length >= 4 && !elsewhere.has(text));
    sitDown('recused');
  });

  it('has something to be kept from', () => {
    expect(hidden.length).toBeGreaterThan(30);
    expect(secrets.length).toBeGreaterThan(50);
  });

  it('sees no record of that unit, and every other that a member sees', () => {
    const ids = new Set(seen().map((record) => record.id));
    expect(hidden.filter((record) => ids.has(record.id))).toEqual([]);
    sitDown('member');
    const others = seen().filter((record) => !hidden.some((h) => h.id === record.id));
    sitDown('recused');
    expect(seen().map((record) => record.id)).toEqual(others.map((record) => record.id));
  });

  it('finds no text of them, wherever it might stand', () => {
    const everything = JSON.stringify(seen());
    expect(secrets.filter((text) => everything.includes(JSON.stringify(text).slice(1, -1)))).toEqual([]);
    for (const text of secrets)
      expect(find(workspace.index, workspace.sight(), text.slice(0, 100), 200)).toEqual([]);
  });

  it('can do nothing with any of them: the answer is that there is no such record', async () => {
    for (const { id, kind } of hidden) {
      expect(await codeOf(() => history(workspace, id, () => ''))).toBe('RECORD_NOT_FOUND');
      const answers = [
        await codeOf(() => save(workspace, { kind, id, set: {} })),
        await codeOf(() => remove(workspace, { id, reason: '试' })),
        await codeOf(() => step(workspace, { id, field: 'state', to: 'done' })),
      ];
      // Clues and the like are refused by kind already: that tells nothing of the record either.
      for (const code of answers) expect(['RECORD_NOT_FOUND', 'RIGHTS_WRITE']).toContain(code);
    }
  });

  it('can make no paper of that unit, and write nothing for it', async () => {
    const inspection = hidden.find((record) => record.kind === 'inspection')!.id;
    const file = `${newFolder()}/x.docx`;
    for (const document of ['feedback', 'ledger'] as const) {
      expect(await codeOf(() => workspace.makeDocument({ paper: document, inspection }))).toBe(
        'RIGHTS_EXPORT',
      );
      expect(await codeOf(() => workspace.exportDocument({ paper: document, inspection }, file))).toBe(
        'RIGHTS_EXPORT',
      );
    }
    expect(fs.existsSync(file)).toBe(false);
    expect(
      await codeOf(() =>
        save(workspace, { kind: 'interview', parent: inspection, set: { interviewee: '甲' } }),
      ),
    ).toBe('RECORD_PARENT');
  });

  it('can point at none of them from elsewhere', async () => {
    const paper = save(workspace, {
      kind: 'workingPaper',
      parent: inspectionOf(workspace, 'U1').id,
      set: { title: '某问题' },
    }).id;
    const foreign = hidden.find((record) => record.kind === 'interview')!.id;
    expect(
      await codeOf(() =>
        save(workspace, {
          kind: 'workingPaper',
          id: paper,
          set: {},
          sets: { support: { add: [foreign], remove: [] } },
        }),
      ),
    ).toBe('RECORD_REFERENCE');
  });

  it('cannot slip out of the recusal', async () => {
    const self = numbered(workspace, 'member', 'P05').id;
    const recusal = numbered(workspace, 'recusal', 'HB03').id;
    const attempts = [
      () => save(workspace, { kind: 'member', id: self, set: { name: '邱望书' } }),
      () => remove(workspace, { id: self, reason: '离组' }),
      () => save(workspace, { kind: 'recusal', id: recusal, set: { decision: 'denied' } }),
      () => remove(workspace, { id: recusal, reason: '误' }),
    ];
    for (const attempt of attempts) expect(await codeOf(attempt)).toBe('RIGHTS_WRITE');
    const [round] = workspace.index.list('round');
    expect(await codeOf(() => remove(workspace, { id: round!.id, reason: '误' }))).toMatch(
      /RECORD_NOT_FOUND|RIGHTS_WRITE/,
    );
    expect(workspace.sight().hidden.size).toBe(1);
  });

  it('sees them again when the recusal ends, and loses them when it begins', () => {
    sitDown('leader');
    const recusal = numbered(workspace, 'recusal', 'HB03').id;
    save(workspace, { kind: 'recusal', id: recusal, set: { decision: 'denied' } });
    sitDown('recused');
    expect(workspace.sight().hidden.size).toBe(0);
    sitDown('leader');
    save(workspace, { kind: 'recusal', id: recusal, set: { decision: 'approved' } });
    sitDown('recused');
    expect(workspace.sight().hidden.size).toBe(1);
  });

  it('is told at once when he recuses himself from a unit', () => {
    sitDown('deputy');
    const [round] = workspace.index.list('round');
    desk.touched();
    const { id } = save(workspace, {
      kind: 'recusal',
      parent: round!.id,
      set: {
        name: '沈砚秋',
        member: numbered(workspace, 'member', 'P02').id,
        unit: numbered(workspace, 'unit', 'U2').id,
        ground: '亲属关系',
        decision: 'approved',
      },
    });
    expect(desk.touched().map(({ sight }) => sight)).toEqual([true]);
    expect(seen().some((record) => record.inspection === inspectionOf(workspace, 'U2').id)).toBe(false);
    sitDown('leader');
    remove(workspace, { id, reason: '试' });
  });
});

describe('who reported', () => {
  const reporterOf = () =>
    seen().find((record) => record.kind === 'petition' && record.values.code === 'XF-04')!.values.reporter;

  it.each(everyone)('is shown to the leader and the liaison only: %s', (person) => {
    sitDown(person);
    const shown = reporterOf();
    expect(shown).toBe(person === 'leader' || person === 'liaison' ? '村民乙' : undefined);
    const everything = JSON.stringify(seen());
    expect(everything.includes('署名群众甲')).toBe(shown !== undefined);
    expect(find(workspace.index, workspace.sight(), '村民乙', 10).length > 0).toBe(shown !== undefined);
  });

  it('does not show in the history either', () => {
    for (const person of ['leader', 'member'] as const) {
      sitDown(person);
      const { id } = numbered(workspace, 'petition', 'XF-04');
      const told = JSON.stringify(history(workspace, id, () => ''));
      expect(told.includes('村民乙')).toBe(person === 'leader');
    }
  });

  it('is not overwritten by one who cannot see it, but may be written by whoever takes the letter', async () => {
    sitDown('deputy');
    const { id } = numbered(workspace, 'petition', 'XF-04');
    expect(await codeOf(() => save(workspace, { kind: 'petition', id, set: { reporter: '某甲' } }))).toBe(
      'RIGHTS_FIELD',
    );
    save(workspace, { kind: 'petition', id, set: { result: '已回告' } });
    sitDown('member');
    const fresh = save(workspace, {
      kind: 'petition',
      parent: inspectionOf(workspace, 'U1').id,
      set: { receivedOn: '2025-09-20', content: '反映道路积水', reporter: '路人戊' },
    });
    expect(workspace.sight().view(workspace.index.get(fresh.id))!.values).not.toHaveProperty('reporter');
    sitDown('leader');
    expect(workspace.index.get(id)!.values).toMatchObject({ reporter: '村民乙', result: '已回告' });
    expect(workspace.index.get(fresh.id)!.values.reporter).toBe('路人戊');
  });
});

describe('who reported, of one’s own letter', () => {
  const take = (set: Record<string, string>) =>
    save(workspace, {
      kind: 'petition',
      parent: inspectionOf(workspace, 'U1').id,
      set: { receivedOn: '2025-09-20', content: '反映道路积水', ...set },
    });
  const view = (id: string) => workspace.sight().view(workspace.index.get(id))!;

  it('is known to be written down, and to nobody else who may not read it', () => {
    sitDown('member');
    const { id } = take({ reporter: '路人戊' });
    expect(view(id).withheld).toEqual({ reporter: 'filled' });
    const empty = take({});
    expect(view(empty.id).withheld).toEqual({});
    sitDown('deputy');
    for (const one of [id, empty.id])
      expect(view(one).withheld).toEqual({ reporter: 'untold', reporterContact: 'untold' });
    sitDown('liaison');
    expect(view(id)).not.toHaveProperty('withheld');
    expect(view(id).values.reporter).toBe('路人戊');
  });

  it('is mended by whoever wrote it, until somebody else has', async () => {
    sitDown('member');
    const { id } = take({ reporter: '路人戊' });
    save(workspace, { kind: 'petition', id, set: { reporter: '路人己' } });
    expect(workspace.index.get(id)!.values.reporter).toBe('路人己');
    sitDown('leader');
    save(workspace, { kind: 'petition', id, set: { reporter: '路人庚' } });
    sitDown('member');
    expect(await codeOf(() => save(workspace, { kind: 'petition', id, set: { reporter: '路人辛' } }))).toBe(
      'RIGHTS_FIELD',
    );
    expect(workspace.index.get(id)!.values.reporter).toBe('路人庚');
  });

  it('is asked for of a letter under a name, and pointed at under none', () => {
    sitDown('member');
    const issueOf = (set: Record<string, string>) =>
      take(set).issues.find(({ field }) => field === 'reporter')?.level;
    expect(issueOf({ signed: '实名' })).toBe('error');
    expect(issueOf({ signed: '实名', reporter: '路人戊' })).toBeUndefined();
    expect(issueOf({ signed: '匿名' })).toBeUndefined();
    expect(issueOf({ signed: '匿名', reporter: '路人戊' })).toBe('hint');
    // Of others' letters he is not told by a complaint whether somebody is written down.
    const { id } = take({ signed: '实名' });
    sitDown('deputy');
    const seen = issuesOf(kindOf('petition') as AnyKind, view(id), ruleContext(workspace));
    expect(seen.some(({ field }) => field === 'reporter')).toBe(false);
  });
});

describe('kinds of their own', () => {
  const kindsSeen = () => new Set(seen().map((record) => record.kind));

  it.each([
    ['clue', ['leader', 'deputy', 'liaison']],
    ['pryReport', ['leader']],
  ] as const)('%s is seen by %j only', (kind, readers) => {
    for (const person of everyone) {
      sitDown(person);
      expect([person, kindsSeen().has(kind)]).toEqual([
        person,
        (readers as readonly string[]).includes(person),
      ]);
    }
  });

  it('a clue is neither found nor written by the others', async () => {
    for (const person of ['member', 'office'] as const) {
      sitDown(person);
      expect(find(workspace.index, workspace.sight(), '拆分合同、指定施工队', 10)).toEqual([]);
      const parent = inspectionOf(workspace, 'U1').id;
      expect(await codeOf(() => save(workspace, { kind: 'clue', parent, set: { accused: '某甲' } }))).toBe(
        'RIGHTS_WRITE',
      );
      const { id } = numbered(workspace, 'clue', 'XS-01');
      expect(await codeOf(() => history(workspace, id, () => ''))).toBe('RECORD_NOT_FOUND');
      expect(await codeOf(() => restore(workspace, id))).toBe('RECORD_NOT_FOUND');
    }
  });

  it('an inspection with clues is not removed by one who cannot see them', async () => {
    for (const [person, code] of [
      ['office', 'RIGHTS_REMOVE'],
      ['member', 'RIGHTS_WRITE'],
    ] as const) {
      sitDown(person);
      const before = workspace.store.lastSeq;
      const { id } = inspectionOf(workspace, 'U1');
      expect(await codeOf(() => remove(workspace, { id, reason: '误' }))).toBe(code);
      expect(workspace.store.lastSeq).toBe(before);
    }
  });

  it('a 打探说情 is reported by anybody and read by the leader', () => {
    sitDown('member');
    const [team] = workspace.index.list('team');
    desk.touched();
    const { id, issues } = save(workspace, {
      kind: 'pryReport',
      parent: team!.id,
      set: { person: '来电人', happenedOn: '2025-09-15', content: '打听底稿', handling: '拒绝' },
    });
    expect(issues).toEqual([]);
    expect(desk.touched()).toEqual([{ changed: [], removed: [id], sight: false }]);
    expect(seen().some((record) => record.id === id)).toBe(false);
    sitDown('leader');
    expect(workspace.index.get(id)!.values).toMatchObject({ person: '来电人', code: 'DT-02' });
  });
});

describe('setting up a round', () => {
  it('and handing papers out are for organisers', async () => {
    sitDown('member');
    const before = workspace.store.lastSeq;
    expect(await codeOf(() => workspace.importRound(SAMPLE_TEXT))).toBe('RIGHTS_WRITE');
    const [round] = workspace.index.list('round');
    const edit = () => save(workspace, { kind: 'round', id: round!.id, set: { yellowDays: 1 } });
    expect(await codeOf(edit)).toBe('RIGHTS_WRITE');
    const file = `${newFolder()}/x.docx`;
    const request = { paper: 'ledger', inspection: inspectionOf(workspace, 'U1').id } as const;
    expect(await codeOf(() => workspace.exportDocument(request, file))).toBe('RIGHTS_EXPORT');
    expect(fs.existsSync(file)).toBe(false);
    expect(workspace.store.lastSeq).toBe(before);
  });
});
