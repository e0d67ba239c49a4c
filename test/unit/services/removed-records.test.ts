import fc from 'fast-check';
import { remove, removed, restore, save } from '../../../src-main/services/records';
import type { OpenWorkspace } from '../../../src-main/services/workspace';
import { canReadKind } from '../../../src-shared/domain/access';
import { KIND_NAMES, kindOf, type KindName } from '../../../src-shared/domain/kinds';
import { alongWords, countKinds, goingAlong } from '../../../src-shared/domain/removing';
import { codeOf, inspectionOf, numbered, type Person, SAMPLE_TEXT, useDesk } from './desk';

const desk = useDesk(SAMPLE_TEXT);
let workspace: OpenWorkspace;
const sitDown = (person: Person) => (workspace = desk.open(person));
const bin = () => removed(workspace, (userId) => userId);
const make = (kind: string, parent: string, set: object) =>
  save(workspace, { kind, parent, set: set as never }).id;
const listed = (id: string) => bin().find((line) => line.id === id);

/** A talk with two answers, removed by whoever sits there. */
function removedTalk(unit: string, interviewee: string): { talk: string; answers: string[] } {
  const talk = make('interview', inspectionOf(workspace, unit).id, { interviewee });
  const answers = ['一问', '二问'].map((question) => make('exchange', talk, { question }));
  remove(workspace, { id: talk, reason: '登记到别的单位了' });
  return { talk, answers };
}

describe('removed records', () => {
  it('are listed by what was removed, with who, when, why, where and what went along', () => {
    sitDown('leader');
    const { talk, answers } = removedTalk('U1', '皮日休');
    const line = listed(talk)!;
    expect(line).toMatchObject({
      kind: 'interview',
      by: 'user-leader',
      reason: '登记到别的单位了',
      unit: '县水务局党组',
    });
    expect(line.title).toMatch(/^T1-\d+ .*皮日休/);
    expect(line.along).toEqual([{ kind: 'exchange', count: 2 }]);
    expect(line.refusal).toBeUndefined();
    expect(answers.map(listed)).toEqual([undefined, undefined]);
  });

  it('come back with what went along, and with nothing that went before', () => {
    sitDown('leader');
    const talk = make('interview', inspectionOf(workspace, 'U1').id, { interviewee: '陆龟蒙' });
    const [first, second] = ['一问', '二问'].map((question) => make('exchange', talk, { question }));
    remove(workspace, { id: first!, reason: '从表中删除' });
    remove(workspace, { id: talk, reason: '误登' });
    expect(listed(talk)!.along).toEqual([{ kind: 'exchange', count: 1 }]);
    restore(workspace, talk);
    expect(workspace.index.get(second!)).toBeDefined();
    expect(workspace.index.get(first!)).toBeUndefined();
    expect(listed(talk)).toBeUndefined();
    expect(listed(first!)?.along).toEqual([]);
  });

  it('stand with the newest first', () => {
    sitDown('leader');
    removedTalk('U1', '甲');
    const times = bin().map(({ at }) => at);
    expect(times.length).toBeGreaterThan(1);
    expect(times).toEqual([...times].sort().reverse());
  });

  it('of a unit stay hidden from whoever is recused from it, with the unit itself', () => {
    sitDown('leader');
    const hidden = removedTalk('U3', '皮日休').talk;
    const open = removedTalk('U1', '段成式').talk;
    sitDown('recused');
    expect(listed(hidden)).toBeUndefined();
    expect(listed(open)).toBeDefined();
    expect(JSON.stringify(bin())).not.toContain(hidden);
    sitDown('leader');
    const unit = numbered(workspace, 'unit', 'U3').id;
    const place = make('inspection', workspace.index.list('round')[0]!.id, { unit });
    const beneath = make('interview', place, { interviewee: '杜荀鹤' });
    const alone = make('interview', place, { interviewee: '韦庄' });
    remove(workspace, { id: alone, reason: '误登' });
    remove(workspace, { id: place, reason: '重复登记' });
    sitDown('recused');
    expect(listed(hidden)).toBeUndefined();
    expect(listed(place)).toBeUndefined();
    expect(listed(alone)).toBeUndefined();
    sitDown('leader');
    expect(listed(place)!.along).toEqual([{ kind: 'interview', count: 1 }]);
    expect(listed(alone)!.refusal).toMatch(/所属的记录/);
    restore(workspace, place);
    expect(workspace.index.get(beneath)).toBeDefined();
  });

  it('of a parent that went later are for organisers, who are told to bring that back first', async () => {
    sitDown('leader');
    const talk = make('interview', inspectionOf(workspace, 'U1').id, { interviewee: '罗隐' });
    const answer = make('exchange', talk, { question: '一问' });
    remove(workspace, { id: answer, reason: '从表中删除' });
    remove(workspace, { id: talk, reason: '误登' });
    expect(listed(answer)!.refusal).toMatch(/所属的记录/);
    expect(await codeOf(() => restore(workspace, answer))).toBe('RECORD_PARENT');
    sitDown('member');
    expect(listed(talk)).toBeDefined();
    expect(listed(answer)).toBeUndefined();
  });

  it('are of kinds that the reader may read, whoever removed what', () => {
    sitDown('leader');
    const place = inspectionOf(workspace, 'U1').id;
    const pry = make('pryReport', workspace.index.list('team')[0]!.id, { person: '温庭筠' });
    const clue = make('clue', place, { accused: '段成式' });
    for (const id of [pry, clue]) remove(workspace, { id, reason: '误登' });
    const all = new Map(bin().map(({ id, kind }) => [id, kind]));
    expect([all.get(pry), all.get(clue)]).toEqual(['pryReport', 'clue']);
    fc.assert(
      fc.property(fc.constantFrom<Person>('deputy', 'liaison', 'member', 'office'), (person) => {
        sitDown(person);
        const { role } = workspace.reader;
        for (const { id, kind, along } of bin())
          for (const name of [kind, all.get(id)!, ...along.map((one) => one.kind)])
            expect(canReadKind(kindOf(name), role)).toBe(true);
        expect(listed(pry)).toBeUndefined();
        expect(listed(clue) !== undefined).toBe(person === 'deputy' || person === 'liaison');
      }),
      { numRuns: 8 },
    );
  });

  it('offer to bring back exactly what the service lets one bring back', async () => {
    for (const person of ['member', 'office', 'deputy', 'leader'] as const) {
      sitDown(person);
      for (const { id, refusal } of bin()) {
        if (refusal === undefined) {
          restore(workspace, id);
          expect(workspace.index.get(id)).toBeDefined();
          remove(workspace, { id, reason: '再删' });
        } else {
          expect(await codeOf(() => restore(workspace, id))).toMatch(
            /^(RIGHTS_|RECORD_PARENT|RECORD_LOCKED)/,
          );
        }
      }
    }
  });
});

describe('what goes along', () => {
  it('is said before as it is listed after, whatever is removed', () => {
    sitDown('leader');
    for (const { id } of workspace.index.list('workingPaper').slice(0, 3)) {
      const top = workspace.index.get(id)!;
      const going = goingAlong(top, {
        children: (parent, kind) => [...workspace.index.children(parent, kind)],
      });
      const beneath = [...workspace.index.all()].filter((one) => {
        for (let up = one.parent; up; up = workspace.index.get(up)?.parent ?? null)
          if (up === id) return true;
        return false;
      });
      expect(going.map((one) => one.id).sort()).toEqual(beneath.map((one) => one.id).sort());
      expect(going.length).toBeGreaterThan(0);
    }
  });

  it('is told in official words', () => {
    const kinds = ['rectificationItem', 'exchange', 'exchange'].map((kind) => ({ kind }));
    expect(alongWords(countKinds(kinds))).toBe('1项整改事项、2条问答');
    expect(alongWords([])).toBe('');
    for (const kind of KIND_NAMES as KindName[])
      expect(alongWords([{ kind, count: 1 }])).toMatch(/^1[\u4e00-\u9fff]{3,}$/);
  });
});
