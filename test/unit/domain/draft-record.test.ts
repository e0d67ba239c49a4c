import { kinds } from '../../../src-shared/domain/kinds';
import type { AnyKind, Entity } from '../../../src-shared/domain/define';
import { counts, isDraft } from '../../../src-shared/domain/draft-record';
import { figuresIn } from '../../../src-shared/domain/figures';
import { plainText, statisticsSentence } from '../../../src-shared/domain/figures/sentences';
import { lookup, recordOf } from './records';

const unit = recordOf('inspection', {}, { id: 'inspection-1' });
function figuresOf(some: readonly Entity[]) {
  const all = [unit, ...some];
  const look = {
    ...lookup(all),
    list: (names: readonly string[]) => all.filter((e) => names.includes(e.kind)),
  };
  return figuresIn(look, { unit: unit.id });
}
const sentence = (records: readonly Entity[]) =>
  plainText(statisticsSentence(figuresOf(records), { clues: true }));

const worked = [
  recordOf('interview', { interviewee: '沈知远' }),
  recordOf('interview', { interviewee: '沈知远', personTimes: 1 }),
  recordOf('forum', { heldOn: '2025-11-20', attendees: ['干部职工'], headcount: 12 }),
  recordOf('petition', { content: '反映食堂采购' }),
  recordOf('petition', { content: '反映补贴' }),
] as unknown as Entity[];

describe('a draft', () => {
  it('adds nothing to the sentence of figures, whatever defaults it begins with', () => {
    const before = sentence(worked);
    expect(before).toBe('巡察期间，共召开座谈会1场次，谈话2人次，受理信访2件。');
    const begun = [
      recordOf('interview', { heldOn: '2025-11-20', personTimes: 1, ordinal: 1 }),
      recordOf('forum', { heldOn: '2025-11-20' }),
      recordOf('petition', { receivedOn: '2025-11-20' }),
      recordOf('visit', { method: '走访', persons: 3 }),
      recordOf('documentRequest', { quantity: 3, state: 'reading' }),
    ] as unknown as Entity[];
    expect(sentence([...worked, ...begun])).toBe(before);
    expect(begun.filter(counts)).toEqual([]);
  });

  it('is no item of the ledger', () => {
    const paper = recordOf('workingPaper', { title: '未询价', state: 'signed' });
    const item = (values: object) => recordOf('rectificationItem', values, { parent: paper.id });
    expect(figuresOf([paper, item({ task: '修订' }), item({})] as unknown as Entity[]).value('items')).toBe(
      1,
    );
  });

  it('is what lacks an essential field, and those exist', () => {
    for (const kind of Object.values(kinds) as readonly AnyKind[]) {
      for (const field of kind.essentials)
        expect([kind.kind, field in kind.fields]).toEqual([kind.kind, true]);
      expect(isDraft(recordOf(kind.kind, {}))).toBe(kind.essentials.length > 0);
    }
  });
});
