import fc from 'fast-check';
import { strFromU8, unzipSync } from 'fflate';
import { remove, save, step, undo } from '../../../src-main/services/records';
import { checkSignatures, doubtful, signaturesShown } from '../../../src-main/services/signatures/standing';
import type { OpenWorkspace } from '../../../src-main/services/workspace';
import { chineseDate } from '../../../src-shared/domain/dates';
import { draftEdit } from '../../../src-shared/merge/registers';
import type { FieldValue } from '../../../src-shared/merge/change';
import { codeOf, SAMPLE_TEXT, useDesk, type Person } from './desk';
import { problems } from './problems';

const desk = useDesk(SAMPLE_TEXT);
let workspace: OpenWorkspace;
const sitDown = (person: Person) => {
  workspace = desk.open(person);
};
beforeEach(() => sitDown('leader'));

const { newPaper, newTalk, move, unit } = problems(() => workspace);

const shown = (id: string) => signaturesShown(workspace, id).signatures;
const standings = (id: string) => shown(id).map(({ act, standing }) => `${act} ${standing}`);
const differing = (id: string) =>
  shown(id).map(({ act, differences }) => [act, differences.map(({ field }) => field)]);
const recordOf = (id: string) => workspace.index.get(id)!;
const signatureOf = (id: string, act = '审签') =>
  workspace.index
    .children(id, 'signature')
    .filter(({ values }) => values.act === act)
    .at(-1)!;

/** Reviewed by 副组长, signed by 组长. */
function reviewedPaper(): string {
  const id = newPaper();
  sitDown('liaison');
  move(id, 'toReview');
  sitDown('deputy');
  move(id, 'toSign');
  sitDown('leader');
  return id;
}
function signedPaper(): string {
  const id = reviewedPaper();
  move(id, 'signed');
  return id;
}

/** What arrives from another laptop, where somebody wrote it who did not know of the signature. */
function arrives(id: string, set: Readonly<Record<string, FieldValue | undefined>>): void {
  const state = workspace.state(id)!;
  const by = { author: 'user-liaison', at: workspace.now().toISOString(), action: 'edit' } as const;
  workspace.commit([{ ...by, kind: state.kind, recordId: id, ...draftEdit(state, set) }]);
}

describe('a step that signs', () => {
  it('writes the signature with the state, in one act: who, what, when, and what of', () => {
    const id = reviewedPaper();
    const before = workspace.store.lastSeq;
    move(id, 'signed');
    expect(workspace.store.lastSeq).toBe(before + 2);
    expect(recordOf(id).values.state).toBe('signed');
    const { values } = signatureOf(id);
    expect(values).toMatchObject({
      subject: 'workingPaper',
      person: 'user-leader',
      personName: '闻知远',
      role: 'leader',
      signedOn: workspace.today(),
      fields: {
        title: '某问题',
        facts: '29次',
        amount: null,
        support: [...recordOf(id).sets.support!].sort(),
      },
    });
    expect(values.digest).toMatch(/^[0-9a-f]{64}$/);
    expect(Buffer.from(String(values.proof), 'base64')).toHaveLength(64);
    expect(standings(id)).toEqual(['复核 standing', '审签 standing']);
    expect(signaturesShown(workspace, id).unsigned).toEqual([]);
  });

  it('leaves a record that the check finds as the log tells it', async () => {
    signedPaper();
    const { problems: found } = await workspace.store.verify();
    expect(found.filter(({ message }) => message.includes('与变更日志不符'))).toEqual([]);
  });

  it('is refused, and writes nothing, where nobody’s own keys are open', async () => {
    const id = reviewedPaper();
    const before = workspace.store.lastSeq;
    const keyless = Object.create(workspace, { signer: { value: undefined } }) as OpenWorkspace;
    expect(await codeOf(() => step(keyless, { id, field: 'state', to: 'signed' }))).toBe('SIGNATURE_NO_KEYS');
    expect(workspace.store.lastSeq).toBe(before);
  });

  it('signs of a clue where only who reads clues is told of it', () => {
    const before = workspace.store.lastSeq;
    const id = save(workspace, {
      kind: 'clue',
      parent: unit(),
      set: {
        accused: '屈某',
        source: '谈话',
        content: '收受礼金',
        discipline: '廉洁纪律',
        suggestion: '初步核实',
      },
    }).id;
    move(id, 'studied', { set: { studiedOn: '2025-11-03' } });
    move(id, 'leaderSigned');
    const { id: signature } = signatureOf(id);
    expect(standings(id)).toEqual(['审签 standing']);
    sitDown('member');
    expect(workspace.see(signature)).toBeUndefined();
    expect(doubtful(workspace).filter(({ record }) => record === id)).toEqual([]);
    // In the log it lies boxed: whoever lacks the key sees neither whose it is nor of what.
    const log = [...workspace.store.changesSince(before)].map(({ change }) => change);
    expect(log.some(({ recordId, kind }) => recordId === signature || kind === 'signature')).toBe(false);
    expect(log.filter(({ kind }) => kind === '$sealed')).toHaveLength(4);
    sitDown('leader');
    expect(workspace.see(signature)?.values.subject).toBe('clue');
  });

  it('of the closing of an item signs its measures and what was done', () => {
    const parent = signedPaper();
    const task = { task: '修订实施细则', leader: '顾西洲', responsibleUnit: '局办公室', dueOn: '2026-06-30' };
    const id = save(workspace, { kind: 'rectificationItem', parent, set: { ...task, evidenceCount: 1 } }).id;
    const measure = save(workspace, { kind: 'measure', parent: id, set: { content: '修订细则' } }).id;
    move(id, 'inProgress', { set: { startOn: '2025-11-03' } });
    move(id, 'done', { set: { doneOn: '2025-11-10', outcome: '已修订' } });
    move(id, 'pending', { field: 'closing' });
    sitDown('liaison');
    move(id, 'closed', { field: 'closing' });
    expect(standings(id)).toEqual(['销号 standing']);
    arrives(measure, { content: '修订细则并公示' });
    expect(shown(id)[0]).toMatchObject({
      standing: 'changed',
      differences: [{ field: 'measure', label: '整改措施', before: '修订细则', after: '修订细则并公示' }],
    });
    arrives(measure, { content: '修订细则', position: 7 });
    expect(standings(id)).toEqual(['销号 standing']);
    sitDown('leader');
    move(id, 'revoked', { field: 'closing', reason: '材料不全' });
    expect(standings(id)).toEqual(['销号 lifted']);
    expect(shown(id)[0]!.note).toBe(`闻知远 ${workspace.today()} 撤销销号：材料不全`);
  });
});

describe('a signature', () => {
  it('stays when it is withdrawn, and says who withdrew it, when and why', () => {
    const id = signedPaper();
    move(id, 'sentBack', { reason: '次数有误' });
    expect(standings(id)).toEqual(['复核 lifted', '审签 lifted']);
    expect(shown(id)[1]!.note).toBe(`闻知远 ${workspace.today()} 撤回审签：次数有误`);
    sitDown('liaison');
    move(id, 'toReview');
    sitDown('deputy');
    move(id, 'toSign');
    sitDown('leader');
    move(id, 'signed');
    expect(standings(id)).toEqual(['复核 lifted', '审签 lifted', '复核 standing', '审签 standing']);
  });

  it('stays, withdrawn, when the step is taken back at once', () => {
    const id = signedPaper();
    undo(workspace, {});
    expect(recordOf(id).values.state).toBe('toSign');
    expect(standings(id)).toEqual(['复核 standing', '审签 lifted']);
    expect(shown(id)[1]!.note).toContain('撤销刚办理的“审签”');
  });

  it('is removed and edited by nobody', async () => {
    const { id } = signatureOf(signedPaper());
    for (const person of ['leader', 'deputy', 'liaison', 'member', 'office'] as const) {
      sitDown(person);
      expect(await codeOf(() => remove(workspace, { id, reason: '误签' }))).toBe('RIGHTS_WRITE');
      const edit = { kind: 'signature', id, set: { signedOn: '2020-01-01' } };
      expect(await codeOf(() => save(workspace, edit))).toBe('RIGHTS_WRITE');
      const made = { kind: 'signature', parent: newTalkOr(id), set: { act: '审签' } };
      expect(await codeOf(() => save(workspace, made))).toBe('RIGHTS_WRITE');
    }
    expect(workspace.index.get(id)).toBeDefined();
  });

  it('counts no longer where the state went back without a step', () => {
    const id = signedPaper();
    arrives(id, { state: 'toSign' });
    expect(standings(id)).toEqual(['复核 standing', '审签 lifted']);
    move(id, 'signed');
    expect(standings(id)).toEqual(['复核 standing', '审签 lifted', '审签 standing']);
  });

  it('was never given where a record came signed: that is said, and none is made up', () => {
    const imported = workspace.index
      .list('workingPaper')
      .find(({ values }) => values.state === 'rectifying')!;
    expect(signaturesShown(workspace, imported.id)).toEqual({ signatures: [], unsigned: ['复核', '审签'] });
  });

  it('tells no page what was signed', () => {
    const { id } = signatureOf(signedPaper());
    expect(workspace.see(id)!.values).not.toHaveProperty('fields');
    expect(workspace.see(id)!.values.personName).toBe('闻知远');
  });
});

/** Any record stands for what a signature cannot be made beneath. */
const newTalkOr = (id: string): string => workspace.index.get(id)!.parent!;

describe('an edit after signing', () => {
  /** Everything that is written of a problem, and so signed; by its label in the table of the form. */
  const SIGNED = [
    'code',
    'title',
    'focus',
    'category',
    'subcategory',
    'sources',
    'summary',
    'process',
    'facts',
    'basis',
    'responsible',
    'amount',
    'key',
    'keySituation',
    'immediate',
    'recurring',
    'handler',
  ];
  const OPEN = ['unitOpinion', 'notAdoptedReason', 'reviewedOn'];
  const other: Readonly<Record<string, FieldValue>> = {
    sources: ['信访', '走访'],
    keySituation: ['其他'],
    amount: 3.5,
    key: true,
    immediate: true,
    recurring: true,
    handler: 'nobody',
    reviewedOn: '2020-01-01',
  };

  it('makes it void naming exactly the fields that differ, and no other edit does', () => {
    const id = signedPaper();
    const as = recordOf(id).values;
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.constantFrom(...SIGNED, ...OPEN)),
        fc.string({ minLength: 1, maxLength: 5 }),
        (names, salt) => {
          arrives(id, Object.fromEntries(names.map((name) => [name, other[name] ?? `改${salt}`])));
          const wanted = SIGNED.filter((name) => names.includes(name));
          expect(differing(id)).toEqual([
            ['复核', wanted],
            ['审签', wanted],
          ]);
          expect(standings(id)).toEqual(
            wanted.length > 0 ? ['复核 changed', '审签 changed'] : ['复核 standing', '审签 standing'],
          );
          arrives(id, Object.fromEntries(names.map((name) => [name, as[name] as FieldValue])));
          expect(standings(id)).toEqual(['复核 standing', '审签 standing']);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('is told in words: as it was signed, and as it is', () => {
    const id = signedPaper();
    const talk = newTalk();
    const [gone] = recordOf(id).sets.support!;
    arrives(id, {
      facts: '39次',
      amount: 1.5,
      [`support/${gone}`]: undefined,
      [`support/${talk}`]: true,
      'evidence/ab': '会议记录.jpg',
    });
    const name = workspace.index.get(talk)!.values.interviewee;
    expect(shown(id)[1]).toMatchObject({
      standing: 'changed',
      differences: [
        { label: '事实', before: '29次', after: '39次' },
        { label: '涉及金额', before: '', after: '1.5万元' },
        { label: '佐证', before: name, after: name },
      ],
    });
    expect(
      doubtful(workspace)
        .filter(({ record }) => record === id)
        .map(({ signature }) => signature.act),
    ).toEqual(['复核', '审签']);
    const { changed, wrong } = checkSignatures(workspace);
    expect(wrong).toEqual([]);
    const code = recordOf(id).values.code;
    expect(changed.filter(({ place }) => place === `问题底稿 ${code}`).map(({ message }) => message)).toEqual(
      [
        `沈砚秋${workspace.today()}的“复核”已失效：签署后“事实”“涉及金额”“佐证”有改动。`,
        `闻知远${workspace.today()}的“审签”已失效：签署后“事实”“涉及金额”“佐证”有改动。`,
      ],
    );
  });

  it('in the review of the same form by who may write it voids the review', () => {
    const id = reviewedPaper();
    save(workspace, { kind: 'workingPaper', id, set: { facts: '39次' } });
    move(id, 'signed');
    expect(standings(id)).toEqual(['复核 changed', '审签 standing']);
  });
});

describe('on the paper of a problem', () => {
  const printed = async (record: string, layout = 'group') => {
    const { bytes } = await workspace.makeDocument({ paper: 'form', record, layout });
    return strFromU8(unzipSync(bytes)['word/document.xml']!).replace(/<[^>]+>/g, '');
  };

  it('stands who signed and when, and beside the name that it no longer stands', async () => {
    const id = signedPaper();
    const day = chineseDate(workspace.today());
    const standing = await printed(id);
    expect(standing).toContain(`沈砚秋\u3000${day}\u3000程序内签署`);
    expect(standing).toContain(`闻知远\u3000${day}\u3000程序内签署`);
    expect(standing).not.toContain('已失效');
    arrives(id, { facts: '39次' });
    const voided = await printed(id);
    for (const name of ['沈砚秋', '闻知远'])
      expect(voided).toContain(`${name}\u3000${day}\u3000程序内签署（已失效：签署后“事实”有改动）`);
    expect(await printed(id, 'blank')).not.toContain('程序内签署');
    arrives(id, { facts: '29次' });
    move(id, 'sentBack', { reason: '次数有误' });
    expect(await printed(id)).not.toContain('程序内签署');
  });
});

describe('a forged signature', () => {
  const FIELDS = [
    'act',
    'subject',
    'person',
    'personName',
    'role',
    'signedOn',
    'digest',
    'proof',
    'publicKey',
  ] as const;

  it('is found, whatever of it was altered, and the check of everything says so', () => {
    const id = signedPaper();
    const signature = signatureOf(id);
    fc.assert(
      fc.property(
        fc.constantFrom(...FIELDS, 'fields'),
        fc.string({ maxLength: 80 }),
        fc.nat(),
        (field, junk, at) => {
          const was = signature.values[field] as FieldValue;
          const fields = was as Readonly<Record<string, FieldValue>>;
          const name = Object.keys(fields)[at % Object.keys(fields).length]!;
          const forged =
            field === 'fields'
              ? { ...fields, [name]: `${String(fields[name])}${junk}x` }
              : `${String(was)}${junk}`;
          fc.pre(forged !== was);
          arrives(signature.id, { [field]: forged });
          // An act that the kind does not know is found as well.
          expect(shown(id).find((one) => one.id === signature.id)!.standing).toBe('wrong');
          arrives(signature.id, { [field]: was });
          expect(standings(id)).toEqual(['复核 standing', '审签 standing']);
        },
      ),
      { numRuns: 40 },
    );
    arrives(signature.id, { fields: { ...(signature.values.fields as object), facts: '39次' } });
    arrives(id, { facts: '39次' });
    expect(checkSignatures(workspace).wrong.map(({ message }) => message)).toContain(
      `闻知远${workspace.today()}的“审签”校验不符：签署内容被改动。请向签署人核实，并重新办理“审签”。`,
    );
  });

  it('is found where another person’s key made it, and where it was copied to another record', () => {
    const id = signedPaper();
    const { values } = signatureOf(id);
    const foreign = Object.create(workspace, {
      keysOf: { value: (user: string) => (user === 'user-leader' ? ['ab'.repeat(32)] : []) },
    }) as OpenWorkspace;
    expect(signaturesShown(foreign, id).signatures[1]).toMatchObject({
      standing: 'wrong',
      note: '签名不是签署人本人的',
    });
    const copy = (kind: string, recordId: string, parent: string) =>
      workspace.commit([
        {
          ...{ author: 'user-member', at: workspace.now().toISOString(), kind, recordId, action: 'sign' },
          set: { ...(values as Record<string, FieldValue>), $parent: parent },
          replaces: {},
        },
      ]);
    const unsigned = reviewedPaper();
    copy('signature', 'f'.repeat(20), unsigned);
    // Nor does it count a second time beneath its own record, once it was withdrawn.
    move(id, 'sentBack', { reason: '次数有误' });
    copy('signature', 'e'.repeat(20), id);
    expect(standings(unsigned)).toEqual(['复核 standing', '审签 wrong']);
    expect(shown(id).at(-1)!.standing).toBe('wrong');
  });
});
