import { nextCode, numberFor } from '../../../src-main/services/numbering';
import { history, remove, restore, save, step } from '../../../src-main/services/records';
import { find } from '../../../src-main/services/search';
import type { OpenWorkspace } from '../../../src-main/services/workspace';
import { kinds } from '../../../src-shared/domain/kinds';
import { isOwn } from '../../../src-shared/domain/access';
import type { AnyKind } from '../../../src-shared/domain/define';
import type { FieldValue } from '../../../src-shared/merge/change';
import { codeOf, failure, inspectionOf, numbered, SAMPLE_TEXT, useDesk, type Person } from './desk';

const desk = useDesk(SAMPLE_TEXT);
let workspace: OpenWorkspace;
const sitDown = (person: Person) => (workspace = desk.open(person));
const values = (id: string) => workspace.index.get(id)!.values;
beforeEach(() => sitDown('leader'));

/** A talk that lacks nothing. */
function talk(): Record<string, FieldValue> {
  return {
    interviewee: '童暮云',
    category: '中层干部',
    heldOn: '2025-09-20',
    startedAt: '09:00',
    endedAt: '10:00',
    place: '谈话室',
    interviewer: numbered(workspace, 'member', 'P01').id,
    recorder: numbered(workspace, 'member', 'P03').id,
    disciplineRead: true,
  };
}
const inspection = () => inspectionOf(workspace, 'U1').id;
const newTalk = (set = talk()) => save(workspace, { kind: 'interview', parent: inspection(), set });

describe('saving', () => {
  it('a new record gives it the defaults, the next number and a place', () => {
    const first = newTalk();
    expect(first.issues).toEqual([]);
    expect(values(first.id)).toMatchObject({ ...talk(), code: 'T1-06', form: '个别谈话', ordinal: 1 });
    const record = workspace.index.get(first.id)!;
    expect(record).toMatchObject({ parent: inspection(), inspection: inspection(), conflicts: [] });
    expect(values(newTalk().id).code).toBe('T1-07');
  });

  it('a new record has the id that it was asked for with, once', async () => {
    const asked = { kind: 'interview', parent: inspection(), newId: '00112233445566778899', set: talk() };
    expect(save(workspace, asked).id).toBe(asked.newId);
    expect(await failure(() => save(workspace, asked))).toMatchObject({ code: 'RECORD_EXISTS' });
    remove(workspace, { id: asked.newId, reason: '重复' });
    expect(await failure(() => save(workspace, asked))).toMatchObject({ code: 'RECORD_EXISTS' });
  });

  it('several talkers are each a record that is there; the talk is the own of each', async () => {
    const [first, second] = ['P01', 'P02'].map((code) => numbered(workspace, 'member', code).id);
    const { id } = newTalk({ ...talk(), interviewer: [first!, second!] });
    const saved = workspace.index.get(id)!;
    expect(saved.values.interviewer).toEqual([first, second]);
    for (const memberId of [first!, second!])
      expect(isOwn(kinds.interview as unknown as AnyKind, saved, { userId: 'somebody', memberId })).toBe(
        true,
      );
    expect(await codeOf(() => newTalk({ ...talk(), interviewer: [first!, 'nobody'] }))).toBe(
      'RECORD_REFERENCE',
    );
  });

  it('an incomplete record keeps it and tells what is missing', () => {
    const { id, issues } = newTalk({ interviewee: '半份' });
    expect(values(id).interviewee).toBe('半份');
    expect(issues.map((issue) => issue.field)).toEqual(
      expect.arrayContaining(['category', 'heldOn', 'startedAt', 'place', 'interviewer', 'recorder']),
    );
  });

  it('keeps a record across closing and opening', () => {
    const { id } = newTalk({ ...talk(), judgement: '可信' });
    sitDown('leader');
    expect(values(id).judgement).toBe('可信');
  });

  it('changes and empties fields', () => {
    const { id } = newTalk();
    save(workspace, { kind: 'interview', id, set: { place: '会议室', endedAt: null } });
    expect(values(id)).toMatchObject({ place: '会议室', interviewee: '童暮云' });
    expect(values(id)).not.toHaveProperty('endedAt');
  });

  it('keeps a set member by member', () => {
    const paper = save(workspace, { kind: 'workingPaper', parent: inspection(), set: { title: '某问题' } });
    const { id } = newTalk();
    const change = (add: string[], removed: string[]) =>
      save(workspace, {
        kind: 'workingPaper',
        id: paper.id,
        set: {},
        sets: { support: { add, remove: removed } },
      });
    change([id], []);
    expect(workspace.index.get(paper.id)!.sets.support).toEqual([id]);
    change([], [id]);
    expect(workspace.index.get(paper.id)!.sets.support ?? []).toEqual([]);
  });

  it.each([
    ['a value of the wrong type', () => newTalk({ ...talk(), heldOn: '昨天' }), 'RECORD_INVALID'],
    ['a field that does not exist', () => newTalk({ ...talk(), nothing: 1 }), 'RECORD_INVALID'],
    ['a kind that does not exist', () => save(workspace, { kind: '__proto__', set: {} }), 'RECORD_KIND'],
    [
      'a place under a record of the wrong kind',
      () => save(workspace, { kind: 'interview', parent: numbered(workspace, 'unit', 'U1').id, set: talk() }),
      'RECORD_PARENT',
    ],
    ['no place', () => save(workspace, { kind: 'interview', set: talk() }), 'RECORD_PARENT'],
    [
      'a root under something',
      () => save(workspace, { kind: 'unit', parent: inspection(), set: { name: '某局' } }),
      'RECORD_PARENT',
    ],
    [
      'a reference to nobody',
      () => newTalk({ ...talk(), recorder: '00000000000000000000' }),
      'RECORD_REFERENCE',
    ],
    [
      'a reference to a record of the wrong kind',
      () => newTalk({ ...talk(), recorder: inspection() }),
      'RECORD_REFERENCE',
    ],
    [
      'a member of a set that does not exist',
      () =>
        save(workspace, {
          kind: 'interview',
          parent: inspection(),
          set: talk(),
          sets: { support: { add: [], remove: [] } },
        }),
      'RECORD_SET',
    ],
    [
      'evidence that is no fingerprint',
      () =>
        save(workspace, {
          kind: 'interview',
          parent: inspection(),
          set: talk(),
          sets: { evidence: { add: ['../../etc'], remove: [] } },
        }),
      'RECORD_REFERENCE',
    ],
    [
      'a state that was not reached by its steps',
      () =>
        save(workspace, {
          kind: 'workingPaper',
          parent: inspection(),
          set: { title: '某问题', state: 'signed' },
        }),
      'RECORD_STEP',
    ],
    [
      'a state in an edit',
      () =>
        save(workspace, {
          kind: 'rectificationItem',
          id: numbered(workspace, 'rectificationItem', 'ZG-05').id,
          set: { state: 'done' },
        }),
      'RECORD_STEP',
    ],
    [
      'what the program fills in',
      () =>
        save(workspace, {
          kind: 'rectificationItem',
          id: numbered(workspace, 'rectificationItem', 'ZG-05').id,
          set: { lastUpdateOn: '2026-03-19' },
        }),
      'RECORD_DERIVED',
    ],
    [
      'a record under another kind’s name',
      () => save(workspace, { kind: 'forum', id: numbered(workspace, 'interview', 'T01').id, set: {} }),
      'RECORD_NOT_FOUND',
    ],
    [
      'an entry of the export log',
      () => save(workspace, { kind: 'exportEntry', parent: inspection(), set: { document: '反馈意见' } }),
      'RIGHTS_WRITE',
    ],
  ])('refuses %s and keeps nothing', async (_what, act, code) => {
    const before = workspace.store.lastSeq;
    expect(await codeOf(act)).toBe(code);
    expect(workspace.store.lastSeq).toBe(before);
  });

  it('publishes what changed, as the person at the desk may see it', () => {
    desk.touched();
    const { id } = newTalk();
    expect(desk.touched()).toEqual([{ changed: [workspace.index.get(id)], removed: [], sight: false }]);
  });

  it('an entry of progress brings its item up to date, unless the item is newer', () => {
    const item = numbered(workspace, 'rectificationItem', 'ZG-13');
    const progress = (happenedOn: string) =>
      save(workspace, { kind: 'progressEntry', parent: item.id, set: { happenedOn, content: '收回租金' } });
    progress('2026-03-18');
    expect(values(item.id).lastUpdateOn).toBe('2026-03-18');
    progress('2026-01-05');
    expect(values(item.id).lastUpdateOn).toBe('2026-03-18');
    expect(workspace.index.children(item.id, 'progressEntry')).toHaveLength(2);
  });
});

describe('paper numbers', () => {
  it.each([
    [kinds.interview, [], 'T-01'],
    [kinds.interview, ['T01', 'T12'], 'T13'],
    [kinds.documentRequest, ['DY-09'], 'DY-10'],
    [kinds.documentRequest, ['DY-99', 'DY-3'], 'DY-100'],
    [kinds.visit, ['ZF-08', 'AF-20', '自编', '', undefined], 'ZF-09'],
  ] as const)('%# go on where they stood, in their own style', (kind, codes, next) => {
    expect(nextCode(kind, [...codes])).toBe(next);
  });

  it('begin anew in a new round', () => {
    const [term] = workspace.index.list('term');
    const round = save(workspace, { kind: 'round', parent: term!.id, set: { name: '第五轮' } });
    const unit = numbered(workspace, 'unit', 'U1').id;
    const other = save(workspace, { kind: 'inspection', parent: round.id, set: { unit, type: '常规巡察' } });
    const first = save(workspace, { kind: 'workingPaper', parent: other.id, set: { title: '甲' } });
    expect(values(first.id).code).toBe('WT1-01');
    remove(workspace, { id: round.id, reason: '试建' });
  });

  it('of a removed record, or of one removed with its unit, are not given out again', () => {
    const number = (id: string) => Number(String(values(id).code).slice(1));
    const removed = newTalk();
    const last = number(removed.id);
    remove(workspace, { id: removed.id, reason: '误录' });
    expect(number(newTalk().id)).toBe(last + 1);

    const round = workspace.index.get(inspection())!.parent!;
    const unit = numbered(workspace, 'unit', 'U1').id;
    const other = save(workspace, { kind: 'inspection', parent: round, set: { unit, type: '常规巡察' } });
    save(workspace, { kind: 'interview', parent: other.id, set: talk() });
    remove(workspace, { id: other.id, reason: '试建' });
    // Also for whoever sits down later, and after an edit and a second removal.
    sitDown('liaison');
    const { id } = newTalk();
    expect(number(id)).toBe(last + 3);
    remove(workspace, { id, reason: '误录' });
    expect(number(newTalk().id)).toBe(last + 4);
    restore(workspace, id);
    save(workspace, { kind: 'interview', id, set: { code: `T${last + 20}` } });
    remove(workspace, { id, reason: '误录' });
    expect(number(newTalk().id)).toBe(last + 21);
  });

  it('of removed records are read from the log once, not at every new record', () => {
    remove(workspace, { id: newTalk().id, reason: '误录' });
    const read: string[] = [];
    const watched = {
      ...workspace,
      changesOf: (id: string) => {
        read.push(id);
        return workspace.changesOf(id);
      },
    };
    const next = numberFor(watched, kinds.interview, inspection());
    expect(read.length).toBeGreaterThan(0);
    read.length = 0;
    expect(numberFor(watched, kinds.interview, inspection())).toBe(next);
    expect(read).toEqual([]);
  });
});

describe('a step', () => {
  const draftPaper = () => {
    const support = [newTalk().id, newTalk().id];
    const { id } = save(workspace, {
      kind: 'workingPaper',
      parent: inspection(),
      set: {
        title: '某问题',
        focus: 'F2',
        sources: ['谈话'],
        facts: '事实',
        basis: '依据',
        responsible: '责任',
        handler: numbered(workspace, 'member', 'P06').id,
      },
      sets: { support: { add: support, remove: [] } },
    });
    return { id, support };
  };
  const move = (id: string, to: string, reason?: string) =>
    step(workspace, { id, field: 'state', to, ...(reason ? { reason } : {}) });

  it('goes through the three signatures and says who signed and when', async () => {
    const { id } = draftPaper();
    sitDown('member');
    move(id, 'toReview');
    expect(await codeOf(() => move(id, 'toSign'))).toBe('RIGHTS_STEP');
    sitDown('deputy');
    move(id, 'toSign');
    expect(values(id).reviewer).toBe(numbered(workspace, 'member', 'P02').id);
    expect(await codeOf(() => move(id, 'signed'))).toBe('RIGHTS_STEP');
    sitDown('leader');
    move(id, 'signed');
    expect(values(id)).toMatchObject({
      state: 'signed',
      signer: numbered(workspace, 'member', 'P01').id,
      signedOn: '2026-03-20',
    });
  });

  it('is not taken out of order, nor to nowhere', async () => {
    const { id } = draftPaper();
    expect(await codeOf(() => move(id, 'signed'))).toBe('RECORD_STEP');
    expect(await codeOf(() => move(id, '__proto__'))).toBe('RECORD_STEP');
    expect(await codeOf(() => step(workspace, { id, field: 'title', to: 'x' }))).toBe('RECORD_STEP');
    expect(await codeOf(() => step(workspace, { id, field: 'constructor', to: 'x' }))).toBe('RECORD_STEP');
    expect(values(id).state).toBe('draft');
  });

  it('waits until the record is complete, and names what is missing', async () => {
    const { id, support } = draftPaper();
    save(workspace, { kind: 'workingPaper', id, set: { basis: null, facts: '' } });
    for (const talkId of support) remove(workspace, { id: talkId, reason: '误录' });
    const { code, problems } = await failure(() => move(id, 'toReview'));
    expect(code).toBe('RECORD_INCOMPLETE');
    expect(problems.map(({ place }) => place)).toEqual(['facts', 'basis', 'support']);
  });

  it('backwards needs a reason, which the history keeps', async () => {
    const { id } = draftPaper();
    move(id, 'toReview');
    expect(await codeOf(() => move(id, 'sentBack'))).toBe('RECORD_REASON');
    expect(await codeOf(() => move(id, 'sentBack', '   '))).toBe('RECORD_REASON');
    move(id, 'sentBack', '依据不足');
    expect(history(workspace, id, () => '闻知远').at(-1)).toMatchObject({
      action: 'edit',
      reason: '依据不足',
      step: '退回',
      fields: [{ field: 'state', before: 'toReview', after: 'sentBack' }],
    });
  });

  it('fills in the days that follow from it', () => {
    const paper = numbered(workspace, 'documentRequest', 'DY-20');
    move(paper.id, 'returned');
    expect(values(paper.id)).toMatchObject({ state: 'returned', returnedOn: '2026-03-20' });
    move(paper.id, 'reading', '误操作');
    expect(values(paper.id)).not.toHaveProperty('returnedOn');
    const item = numbered(workspace, 'rectificationItem', 'ZG-07');
    move(item.id, 'inProgress', '督查发现反弹');
    expect(values(item.id)).toMatchObject({
      state: 'inProgress',
      closing: 'revoked',
      rebounded: true,
      reopenCount: 1,
      lastUpdateOn: '2026-03-20',
    });
    expect(values(item.id)).not.toHaveProperty('doneOn');
  });
});

describe('removing', () => {
  it('takes everything beneath along, and brings it back together', async () => {
    const { id } = newTalk();
    const answer = save(workspace, { kind: 'exchange', parent: id, set: { answer: '说明情况' } });
    const earlier = save(workspace, { kind: 'exchange', parent: id, set: { answer: '记错了' } });
    remove(workspace, { id: earlier.id, reason: '记错了' });
    desk.touched();
    remove(workspace, { id, reason: '重复登记' });
    expect(desk.touched()).toEqual([
      {
        changed: [expect.objectContaining({ kind: 'operation' })],
        removed: expect.arrayContaining([id, answer.id]),
        sight: false,
      },
    ]);
    expect(workspace.index.get(id)).toBeUndefined();
    expect(workspace.index.get(answer.id)).toBeUndefined();
    expect(workspace.changesOf(id).at(-1)).toMatchObject({ action: 'remove', reason: '重复登记' });
    expect(await codeOf(() => restore(workspace, answer.id))).toBe('RECORD_PARENT');
    restore(workspace, id);
    sitDown('leader');
    expect(values(id)).toMatchObject(talk());
    expect(values(answer.id).answer).toBe('说明情况');
    expect(workspace.index.get(answer.id)!.inspection).toBe(inspection());
    // What was removed before, on its own, stays removed.
    expect(workspace.index.get(earlier.id)).toBeUndefined();
  });

  it('of what is not there, and restoring what was not removed, are refused', async () => {
    const missing = '0123456789abcdef0123';
    expect(await codeOf(() => remove(workspace, { id: missing, reason: '无' }))).toBe('RECORD_NOT_FOUND');
    expect(await codeOf(() => restore(workspace, missing))).toBe('RECORD_NOT_FOUND');
    const { id } = newTalk();
    expect(await codeOf(() => restore(workspace, id))).toBe('RECORD_NOT_REMOVED');
  });
});

describe('searching', () => {
  const hits = (text: string) => find(workspace.index, workspace.sight(), text, 50);

  it.each(['灌渠', '灌', 'ｗｔ－０６', 'wt-06', '4个合同', '拆分合同'])(
    'finds %j, and shows where',
    (text) => {
      expect(hits(text)).not.toEqual([]);
      for (const hit of hits(text)) {
        const shown = hit.excerpt.slice(hit.from, hit.to);
        expect(shown.normalize('NFKC').toLowerCase()).toBe(text.normalize('NFKC').toLowerCase());
      }
    },
  );

  it('finds words in every kind of record, states by their words', () => {
    expect(new Set(hits('灌渠').map((hit) => hit.kind)).size).toBeGreaterThan(3);
    expect(hits('红头文件夹')).toEqual([]);
    expect(hits('   ')).toEqual([]);
    expect(
      hits('待归还')
        .concat(hits('在阅'))
        .map((hit) => hit.field),
    ).toContain('state');
    expect(find(workspace.index, workspace.sight(), '县', 3)).toHaveLength(3);
  });

  it('puts titles first', () => {
    const found = hits('灌渠');
    const inTitle = found.map((hit) => hit.title.includes('灌渠'));
    expect(inTitle).toEqual([...inTitle].sort((a, b) => Number(b) - Number(a)));
  });
});
