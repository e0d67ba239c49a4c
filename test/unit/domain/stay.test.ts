import fc from 'fast-check';
import { addDays } from '../../../src-shared/domain/dates';
import type { AnyKind, Entity, IsoDate } from '../../../src-shared/domain/define';
import { kindOf, kinds, type KindName } from '../../../src-shared/domain/kinds';
import { issuesOf } from '../../../src-shared/domain/validate';
import { lookup, recordOf } from './records';

const ENTER = '2025-09-01' as IsoDate;
const LEAVE = '2025-09-26' as IsoDate;
const STAY = '2025年9月1日至9月26日';
const round = (values = {}) =>
  recordOf('round', { enterOn: ENTER, leaveOn: LEAVE, ...values }, { id: 'r', inspection: null });
const unit = (values = {}) => recordOf('inspection', values, { id: 'i', parent: 'r', inspection: 'i' });

/** What is said under the days of a record. */
function doubts(
  kind: string,
  values: Entity['values'],
  above: readonly Entity[] = [round(), unit()],
): string[] {
  const known = kindOf(kind) as AnyKind;
  const inRound = known.parents.includes('round');
  const record = recordOf(kind, values, { parent: inRound ? 'r' : 'i', inspection: inRound ? null : 'i' });
  return issuesOf(known, record, lookup(above))
    .filter(({ field, level }) => level === 'hint' && known.fields[field]?.info.type === 'date')
    .map(({ field, message }) => `${field}: ${message}`);
}

/** The days of the fieldwork that a person types or a step asks for. */
const DAYS = (Object.values(kinds) as AnyKind[])
  .filter((kind) => kind.stage === 'onSite' && kind.parents.includes('inspection'))
  .flatMap((kind) =>
    Object.entries(kind.fields).flatMap(([field, { info }]) =>
      info.type === 'date' ? [[kind.kind as KindName, field, info.afterwards === true] as const] : [],
    ),
  );

describe('a day of the fieldwork', () => {
  it('is known of every kind', () => {
    expect(DAYS.map(([kind, field]) => `${kind}.${field}`)).toEqual(
      expect.arrayContaining([
        'interview.heldOn',
        'forum.heldOn',
        'visit.heldOn',
        'petition.receivedOn',
        'documentRequest.dueOn',
        'responseBatch.handedOutOn',
      ]),
    );
  });

  it.each(DAYS)('%s %s: is pointed at outside the stay, and only there', (kind, field, afterwards) => {
    const outside = `${field}: 不在进驻期间（${STAY}），请核对年月日`;
    fc.assert(
      fc.property(fc.integer({ min: -200, max: 500 }), (from) => {
        const day = addDays(ENTER, from);
        const wrong = day < ENTER || (day > LEAVE && !afterwards);
        expect(doubts(kind, { [field]: day })).toEqual(wrong ? [outside] : []);
      }),
      { numRuns: 40 },
    );
  });

  it.each(DAYS)('%s %s: of another year is said to be so', (kind, field) => {
    expect(doubts(kind, { [field]: '2024-09-08' })).toEqual([
      `${field}: 与进驻时间（${STAY}）相差很远，请核对年份`,
    ]);
  });

  it('is measured by the days of its unit where these are known', () => {
    const own = unit({ enterOn: '2025-10-09', leaveOn: '2025-10-31' });
    expect(doubts('interview', { heldOn: '2025-10-15' }, [round(), own])).toEqual([]);
    expect(doubts('interview', { heldOn: ENTER }, [round(), own])).toEqual([
      'heldOn: 不在进驻期间（2025年10月9日至10月31日），请核对年月日',
    ]);
  });

  it('is left alone where nobody knows when the group was there', () => {
    const nothing = round({ enterOn: undefined, leaveOn: undefined });
    expect(doubts('interview', { heldOn: '1999-01-01' }, [nothing, unit()])).toEqual([]);
    const turned = round({ enterOn: LEAVE, leaveOn: ENTER });
    expect(doubts('interview', { heldOn: '2025-09-08' }, [turned, unit()])).toEqual([]);
  });

  it('is measured by the coming alone while nobody knows when the group leaves', () => {
    const open = round({ leaveOn: undefined });
    expect(doubts('interview', { heldOn: '2025-12-24' }, [open, unit()])).toEqual([]);
    expect(doubts('interview', { heldOn: '2025-08-31' }, [open, unit()])).toEqual([
      'heldOn: 不在进驻期间（2025年9月1日进驻），请核对年月日',
    ]);
  });
});

describe('any other day of the round', () => {
  it('may lie before and after the stay, but not in another round', () => {
    expect(doubts('inquiry', { sentOn: '2025-08-01', repliedOn: '2025-08-20' })).toEqual([]);
    expect(doubts('inquiry', { sentOn: '2024-08-01' })).toEqual([
      `sentOn: 与进驻时间（${STAY}）相差很远，请核对年份`,
    ]);
    expect(doubts('supervisionCheck', { checkedOn: '2026-09-20', dueOn: '2027-01-01' })).toEqual([]);
    expect(doubts('supervisionCheck', { checkedOn: '2062-09-20' })).toHaveLength(1);
  });
});
