import { history, remove, save } from '../../../src-main/services/records';
import type { OpenWorkspace } from '../../../src-main/services/workspace';
import { kinds } from '../../../src-shared/domain/kinds';
import { judge } from '../../../src-shared/domain/access';
import type { AnyKind } from '../../../src-shared/domain/define';
import type { FieldValue } from '../../../src-shared/merge/change';
import { codeOf, failure, numbered, SAMPLE_TEXT, useDesk, type Person } from './desk';
import { problems } from './problems';

const desk = useDesk(SAMPLE_TEXT);
let workspace: OpenWorkspace;
const sitDown = (person: Person) => {
  workspace = desk.open(person);
};
beforeEach(() => sitDown('leader'));

const { member, unit, values, newPaper, move } = problems(() => workspace);

/** A problem with all three signatures, each by another person. */
function signedPaper(): string {
  const id = newPaper();
  sitDown('liaison');
  move(id, 'toReview');
  sitDown('deputy');
  move(id, 'toSign');
  sitDown('leader');
  move(id, 'signed');
  return id;
}
function newItem(set: Record<string, FieldValue> = {}): string {
  const parent = signedPaper();
  const task = { task: '修订实施细则', leader: '顾西洲', responsibleUnit: '局办公室', dueOn: '2026-06-30' };
  const values = { ...task, evidenceCount: 1, ...set };
  return save(workspace, { kind: 'rectificationItem', parent, set: values }).id;
}
/** An item that has been finished on a day. */
function finishedItem(): string {
  const id = newItem();
  move(id, 'inProgress', { set: { startOn: '2026-01-05' } });
  move(id, 'done', { set: { doneOn: '2026-03-01', outcome: '已修订' } });
  return id;
}

describe('a signature', () => {
  it('is set by its step alone: nobody writes signer, reviewer or day by hand', async () => {
    const id = newPaper();
    const byHand = (kind: string, record: string, field: string, value: FieldValue) =>
      codeOf(() => save(workspace, { kind, id: record, set: { [field]: value } }));
    expect(await byHand('workingPaper', id, 'signer', member('P05'))).toBe('RECORD_DERIVED');
    expect(await byHand('workingPaper', id, 'reviewer', member('P05'))).toBe('RECORD_DERIVED');
    expect(await byHand('workingPaper', id, 'signedOn', '2099-12-31')).toBe('RECORD_DERIVED');
    const item = newItem();
    expect(await byHand('rectificationItem', item, 'closedOn', '2026-01-01')).toBe('RECORD_DERIVED');
    expect(await byHand('rectificationItem', item, 'reopenCount', 9)).toBe('RECORD_DERIVED');
    expect(await byHand('rectificationItem', item, 'rebounded', true)).toBe('RECORD_DERIVED');
    expect(await byHand('rectificationItem', item, 'doneOn', '2026-01-01')).toBe('RECORD_DERIVED');
  });

  it('binds: what was signed changes only after it is taken back with a reason', async () => {
    const id = signedPaper();
    const [talk] = workspace.index.get(id)!.sets.support!;
    const before = workspace.store.lastSeq;
    const change = (set: Record<string, FieldValue>) => save(workspace, { kind: 'workingPaper', id, set });
    for (const field of ['facts', 'responsible', 'code', 'title']) {
      expect(await codeOf(() => change({ [field]: '39次' }))).toBe('RIGHTS_HELD');
    }
    const off = { support: { add: [], remove: [talk!] } };
    expect(await codeOf(() => save(workspace, { kind: 'workingPaper', id, set: {}, sets: off }))).toBe(
      'RIGHTS_HELD',
    );
    expect(await codeOf(() => remove(workspace, { id, reason: '误建' }))).toBe('RIGHTS_HELD');
    expect(await codeOf(() => remove(workspace, { id: talk!, reason: '误建' }))).toBe('RECORD_RESTED_ON');
    expect(workspace.store.lastSeq).toBe(before);
    expect((await failure(() => change({ facts: '39次' }))).message).toContain('撤回审签');
    expect(await codeOf(() => move(id, 'sentBack'))).toBe('RECORD_REASON');
    move(id, 'sentBack', { reason: '次数有误' });
    expect(values(id)).not.toHaveProperty('signer');
    expect(values(id)).not.toHaveProperty('reviewer');
    change({ facts: '39次' });
    expect(values(id)).toMatchObject({ state: 'sentBack', facts: '39次' });
  });

  it('leaves room for the scan of what was signed by hand', () => {
    const id = signedPaper();
    const scan = 'ab'.repeat(32);
    const sets = { evidence: { add: [scan], remove: [] } };
    save(workspace, { kind: 'workingPaper', id, set: {}, sets, stored: new Set([scan]) });
    expect(workspace.index.get(id)!.sets.evidence).toEqual([scan]);
  });

  it('of a unit that is removed as a whole still binds; only a whole round goes with its papers', async () => {
    expect(await codeOf(() => remove(workspace, { id: unit(), reason: '试建' }))).toBe('RIGHTS_HELD');
  });

  it('under one’s own work needs a reason, which stays to be seen', async () => {
    const id = newPaper();
    move(id, 'toReview');
    expect(await codeOf(() => move(id, 'toSign'))).toBe('RECORD_APART');
    move(id, 'toSign', { reason: '组内仅一人在岗' });
    expect(await codeOf(() => move(id, 'signed'))).toBe('RECORD_APART');
    move(id, 'signed', { reason: '组内仅一人在岗' });
    const steps = history(workspace, id, () => '闻知远').filter((entry) => entry.step);
    expect(steps.map(({ step: taken, reason }) => [taken, reason])).toEqual([
      ['提交复核', undefined],
      ['复核通过', '组内仅一人在岗'],
      ['审签', '组内仅一人在岗'],
    ]);
  });

  it('of the closing of an item is not given by whoever asked for it, without a reason', async () => {
    const id = finishedItem();
    move(id, 'pending', { field: 'closing' });
    expect(await codeOf(() => move(id, 'closed', { field: 'closing' }))).toBe('RECORD_APART');
    sitDown('office');
    move(id, 'closed', { field: 'closing' });
    expect(values(id)).toMatchObject({ closing: 'closed', closedOn: '2026-03-20' });
  });
});

describe('a step that asks', () => {
  it('takes what it asks for and nothing else, fills in day and person, and refuses a future day', async () => {
    const { id } = numbered(workspace, 'documentRequest', 'DY-20');
    const told = (field: string, value: string) => () => move(id, 'returned', { set: { [field]: value } });
    expect(await codeOf(told('name', '别的资料'))).toBe('RECORD_ASKED');
    expect(await codeOf(told('returnedOn', '2026-03-21'))).toBe('RECORD_ASKED');
    expect(await codeOf(told('returnedOn', '昨天'))).toBe('RECORD_ASKED');
    move(id, 'returned', { set: { returnedOn: '2026-03-18', takenBackBy: '秦月' } });
    expect(values(id)).toMatchObject({ state: 'returned', returnedOn: '2026-03-18', takenBackBy: '秦月' });
  });

  it('leads a clue from draft to answer with every date, person and number on the way', async () => {
    const { id } = save(workspace, {
      kind: 'clue',
      parent: unit(),
      set: { accused: '某某', source: '来信', content: '事实', discipline: '廉洁', suggestion: '初步核实' },
    });
    move(id, 'studied', { set: { studiedOn: '2026-03-16' } });
    move(id, 'leaderSigned');
    expect(values(id)).toMatchObject({
      studiedOn: '2026-03-16',
      signer: member('P01'),
      signedOn: '2026-03-20',
    });
    const { code, problems } = await failure(() => move(id, 'transferred'));
    expect([code, problems.map(({ place }) => place)]).toEqual(['RECORD_ASKED', ['receiver']]);
    move(id, 'transferred', { set: { receiver: '县纪委监委', sealNumber: '密-7', pages: 12 } });
    expect(values(id)).toMatchObject({
      transferMode: '单移交',
      transferredOn: '2026-03-20',
      transferredBy: member('P01'),
      sealNumber: '密-7',
      pages: 12,
      // Three months after, as the round says.
      replyDueOn: '2026-06-20',
    });
    expect(await codeOf(() => save(workspace, { kind: 'clue', id, set: { pages: 13 } }))).toBe('RIGHTS_HELD');
    expect(await codeOf(() => move(id, 'received'))).toBe('RECORD_ASKED');
    move(id, 'received', { set: { receivedBy: '周正' } });
    move(id, 'received', { reason: '对方申请延期', set: { replyDueOn: '2026-07-20' } });
    move(id, 'processing');
    expect((await failure(() => move(id, 'concluded'))).problems.map(({ place }) => place)).toEqual([
      'disposal',
      'fourForms',
    ]);
    move(id, 'concluded', { set: { disposal: '立案', fourForms: '第三种形态' } });
    expect(values(id)).toMatchObject({
      receivedOn: '2026-03-20',
      replyDueOn: '2026-07-20',
      repliedOn: '2026-03-20',
    });
    expect(await codeOf(() => move(id, 'processing'))).toBe('RECORD_REASON');
    move(id, 'processing', { reason: '补充核查' });
    expect(values(id)).not.toHaveProperty('repliedOn');
  });

  it('starts an item only with task, leader and deadline', async () => {
    const id = newItem({ task: null, leader: null, dueOn: null });
    const { problems } = await failure(() => move(id, 'inProgress'));
    expect(problems.map(({ place }) => place)).toEqual(['task', 'leader', 'dueOn']);
    move(id, 'inProgress', { set: { task: '修订', leader: '顾西洲', dueOn: '2026-06-30' } });
    expect(values(id)).toMatchObject({ state: 'inProgress', startOn: '2026-03-20' });
  });

  it('calls an item basically done with a reason and a new deadline', async () => {
    const id = newItem();
    move(id, 'inProgress');
    expect(await codeOf(() => move(id, 'basicallyDone'))).toBe('RECORD_REASON');
    move(id, 'basicallyDone', { reason: '尚待审计', set: { dueOn: '2026-09-30' } });
    expect(values(id)).toMatchObject({ state: 'basicallyDone', dueOn: '2026-09-30' });
  });
});

describe('a slip', () => {
  it('is taken back by a step of its own and never counts as a rebound', async () => {
    const id = finishedItem();
    move(id, 'inProgress', { name: 'withdraw', reason: '点错了' });
    expect(values(id)).toMatchObject({ state: 'inProgress', outcome: '已修订' });
    for (const field of ['doneOn', 'rebounded', 'reopenCount']) expect(values(id)).not.toHaveProperty(field);
    expect(history(workspace, id, () => '').at(-1)).toMatchObject({ step: '撤回完成', reason: '点错了' });
    move(id, 'done');
    move(id, 'inProgress', { reason: '督查发现反弹' });
    expect(values(id)).toMatchObject({ rebounded: true, reopenCount: 1 });
    expect(history(workspace, id, () => '').at(-1)).toMatchObject({ step: '反弹重开' });
  });

  it('of finishing is not taken back behind the back of a closing', async () => {
    const id = finishedItem();
    move(id, 'pending', { field: 'closing' });
    const back = () => move(id, 'inProgress', { name: 'withdraw', reason: '点错了' });
    expect(await codeOf(back)).toBe('RECORD_NOT_YET');
    move(id, 'none', { field: 'closing', reason: '点错了' });
    back();
    expect(values(id).state).toBe('inProgress');
  });
});

describe('an account', () => {
  it('is not asked to be closed before it is done', async () => {
    const id = newItem();
    expect(await codeOf(() => move(id, 'pending', { field: 'closing' }))).toBe('RECORD_NOT_YET');
  });

  it('of a problem is closed when all its items are, and opens again with one of them', async () => {
    const id = finishedItem();
    const problem = workspace.index.get(id)!.parent!;
    move(problem, 'fedBack');
    move(problem, 'rectifying');
    const refused = await failure(() => move(problem, 'closed'));
    expect([refused.code, refused.message]).toEqual([
      'RECORD_NOT_YET',
      '还有1项整改事项未销号，不能销号。请先逐项办结销号。',
    ]);
    move(id, 'pending', { field: 'closing' });
    move(id, 'closed', { field: 'closing', reason: '一人在岗' });
    move(problem, 'closed');
    move(id, 'inProgress', { reason: '督查发现反弹' });
    expect(values(problem).state).toBe('rectifying');
    expect(history(workspace, problem, () => '').at(-1)!.reason).toMatch(/^整改事项ZG[\d-]+反弹重开$/);
  });
});

describe('the kinds', () => {
  it('ask in their steps for fields that they have, and derive what steps fill in', () => {
    for (const kind of Object.values(kinds) as unknown as AnyKind[]) {
      for (const { info } of Object.values(kind.fields)) {
        for (const { asks = [], effect, label } of info.machine?.steps ?? []) {
          for (const { field } of asks)
            expect([kind.kind, label, field in kind.fields]).toEqual([kind.kind, label, true]);
          for (const field of Object.keys(effect?.({}, { today: '2026-03-20' }) ?? {})) {
            const filled = kind.fields[field]!.info;
            // A planned deadline of a transfer may be prepared by hand.
            const free = field === 'replyDueOn';
            expect([kind.kind, field, filled.derived ?? filled.machine !== undefined]).toEqual([
              kind.kind,
              field,
              !free,
            ]);
          }
        }
      }
    }
  });
});

describe('what holds a record fast', () => {
  const words = (kind: AnyKind, values: Record<string, unknown>) =>
    judge('leader', { act: 'write' }, { kind, own: true, values })!.message;

  it('says every step of the way out, and who may take them all', () => {
    const paper = kinds.workingPaper as unknown as AnyKind;
    expect(words(paper, { state: 'signed' })).toContain('请组长先“撤回审签”并写明理由');
    expect(words(paper, { state: 'rectifying' })).toContain(
      '请组长依次办理“撤回整改”、“撤回反馈”、“撤回审签”并写明理由',
    );
    expect(words(paper, { state: 'notAdopted' })).toContain('先“恢复为草稿”');
    const clue = kinds.clue as unknown as AnyKind;
    expect(words(clue, { state: 'transferred' })).toContain('依次办理“撤回移交”、“撤回审签”');
    expect(words(clue, { state: 'transferred' })).not.toContain('被退回');
  });
});
