/** From an inspection to the 巡察公告 of its unit. */
import { unitView } from '../../../src-shared/domain/define';
import { kinds } from '../../../src-shared/domain/kinds';
import { entriesOf } from '../../../src-shared/domain/glossary';
import type { MakeModel } from './make';
import { committeeOf, signatory, str } from './source';

/** The entry for what fits nowhere: nothing that a group is sent for. */
const OTHER = '其他';

export const announcement: MakeModel<'announcement'> = ({ records, clearing, today }) => {
  const { inspection, unit, round, team, context } = records;
  const given = unitView(kinds.inspection, inspection.values);
  const [from, to] = [given.enterOn ?? today, given.leaveOn ?? today];
  const date = given.announcedOn ?? from;
  const model = {
    unit: str(unit, 'name'),
    committee: committeeOf(records),
    team: str(team, 'name') || '巡察组',
    round: str(round, 'name'),
    from,
    to,
    type: given.type ?? '',
    target: clearing.text(given.specialTarget ?? '', inspection, 'specialTarget'),
    focuses: entriesOf('focus', round, context)
      .filter(({ hidden, label }) => !hidden && label !== OTHER)
      .map(({ label }) => label),
    contact: [
      { label: '联系电话', words: given.phone ?? '' },
      { label: '邮政信箱', words: given.postBox ?? '' },
      { label: '意见箱', words: clearing.words(inspection, 'boxPlace') },
      { label: '接访时间和地点', words: clearing.words(inspection, 'visitHours') },
    ].filter(({ words }) => words !== ''),
    acceptUntil: given.acceptUntil ?? to,
    signatory: signatory(records),
    date,
  };
  return { model, day: date };
};
