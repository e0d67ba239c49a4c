import fc from 'fast-check';
import { kinds } from '../../../src-shared/domain/kinds';
import { SIGNING_ACTS, type AnyKind, type Step } from '../../../src-shared/domain/define';
import { actsBehind, isToSign, partsThatDiffer, signingSteps } from '../../../src-shared/domain/signing';

const all = Object.values(kinds) as readonly AnyKind[];
const steps = all.flatMap((kind) =>
  Object.values(kind.fields).flatMap(({ info }) =>
    (info.machine?.steps ?? []).map((step): [string, AnyKind, Step] => [
      `${kind.label} ${step.label}`,
      kind,
      step,
    ]),
  ),
);

describe('every step whose name is that of an act of signing', () => {
  /** Asked for, corrected or taken back: nobody signs with these. */
  const OTHERS = /^(?:申请|再次申请|提交|撤回|撤销)/;
  const named = steps.filter(([, , step]) => SIGNING_ACTS.some((act) => step.label.includes(act)));

  it('signs, under that name, unless it only asks or takes back', () => {
    const found = named
      .filter(([, , { label }]) => !OTHERS.test(label))
      .map(([name, , { label, signs }]) => [name, signs !== undefined && label.includes(signs.act)]);
    expect(found).toEqual([
      ['问题底稿 复核通过', true],
      ['问题底稿 审签', true],
      ['问题底稿 销号', true],
      ['问题线索 组长审签', true],
      ['问题线索 移交', true],
      ['问题线索 签收', true],
      ['整改事项 同意销号', true],
    ]);
    expect(named.filter(([, , { label, signs }]) => OTHERS.test(label) && signs)).toEqual([]);
    expect(steps.filter(([, , step]) => step.signs).length).toBe(found.length);
  });
});

const signing = all.flatMap((kind) =>
  signingSteps(kind).map((one) => [`${kind.label} ${one.step.label}`, kind, one] as const),
);

describe.each(signing)('what %s signs', (_name, kind, { field, machine, step }) => {
  it('stands beneath a signature’s record', () => {
    expect(kinds.signature.parents).toContain(kind.kind);
  });

  it('is just what the state holds fast from then on', () => {
    const open: readonly string[] = machine.holds?.[step.to]?.open ?? [];
    // Told of a later step, or put off by one.
    const later = new Set(
      machine.steps
        .filter(({ from }) => from !== step.from)
        .flatMap(({ asks }) => asks ?? [])
        .map((ask) => ask.field),
    );
    const written = [
      ...Object.keys(kind.fields).filter(
        (name) => !kind.fields[name]!.info.derived && !kind.fields[name]!.info.machine,
      ),
      ...Object.keys(kind.sets),
      ...kind.children.filter((row) => (kinds as Record<string, AnyKind>)[row]!.access === 'row'),
    ];
    const { fields } = step.signs;
    const always = new Set(
      Object.values(machine.holds ?? {}).flatMap((hold) =>
        hold?.by === 'signature' ? (hold.open ?? []) : [],
      ),
    );
    expect(written.filter((name) => !fields.includes(name) && !always.has(name) && !later.has(name))).toEqual(
      [],
    );
    expect(fields.filter((name) => open.includes(name))).toEqual([]);
    expect(new Set(fields).size).toBe(fields.length);
  });

  it('is read by everybody who reads the record', () => {
    expect(step.signs.fields.filter((name) => kind.fields[name]?.info.readers)).toEqual([]);
  });

  it('lies behind the record after the step, and before it is still to come', () => {
    const { act } = step.signs;
    expect(isToSign(kind, { [field]: step.from }, act)).toBe(true);
    expect(isToSign(kind, { [field]: step.to }, act)).toBe(false);
    expect(actsBehind(kind, { [field]: step.to })).toContain(act);
    expect(actsBehind(kind, { [field]: step.from })).not.toContain(act);
  });

  it('is to come again after every step back from there', () => {
    const back = machine.steps.filter(
      ({ from, to, back: isBack, anew }) => from === step.to && isBack && !anew && from !== to,
    );
    expect(back.map(({ to }) => isToSign(kind, { [field]: to }, step.signs.act))).toEqual(
      back.map(() => true),
    );
  });
});

it('a problem in the report has its review and its signature behind it; one that was not adopted has none', () => {
  expect(actsBehind(kinds.workingPaper, { state: 'reported' })).toEqual(['复核', '审签']);
  expect(actsBehind(kinds.workingPaper, { state: 'closed' })).toEqual(['复核', '审签', '销号']);
  expect(actsBehind(kinds.workingPaper, { state: 'sentBack' })).toEqual([]);
  expect(actsBehind(kinds.workingPaper, { state: 'notAdopted' })).toEqual([]);
  expect(actsBehind(kinds.workingPaper, {})).toEqual([]);
});

describe('two texts that differ', () => {
  it('are told whole where they are short, else by the part that differs', () => {
    expect(partsThatDiffer('29次', '39次')).toEqual(['29次', '39次']);
    const long = (times: string) => `${'甲'.repeat(80)}检查会议记录${times}次，其中未安排${'乙'.repeat(80)}`;
    expect(partsThatDiffer(long('29'), long('39'))).toEqual([
      '…甲甲甲甲甲甲检查会议记录29次，其中未安排乙乙乙乙…',
      '…甲甲甲甲甲甲检查会议记录39次，其中未安排乙乙乙乙…',
    ]);
  });

  it('differ in what is told, and what is told stands in them', () => {
    const text = fc.string({ unit: fc.constantFrom('甲', '乙', '，', '𠮷'), maxLength: 200 });
    fc.assert(
      fc.property(text, text, (one, other) => {
        const [was, is] = partsThatDiffer(one, other);
        const bare = (part: string) => part.replace(/^…|…$/g, '');
        expect(one).toContain(bare(was));
        expect(other).toContain(bare(is));
        if (one !== other) expect(was).not.toBe(is);
      }),
    );
  });
});
