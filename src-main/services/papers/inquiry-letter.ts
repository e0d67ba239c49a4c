/** From the 函询 records of one department and day to the letter that asks for them. */
import { roundIn, unitNameOf } from '../../../src-shared/domain/ancestors';
import type { Values } from '../../../src-shared/domain/define';
import { kinds } from '../../../src-shared/domain/kinds';
import { glossaryIn } from '../../../src-shared/domain/glossary';
import { optionLabel } from '../../../src-shared/domain/words';
import { papers } from '../../../src-shared/papers';
import type { MakeModel } from './make';
import { byCode, committeeOf, str } from './source';

export const inquiryLetter: MakeModel<'inquiryLetter'> = ({ record, desk: { context } }) => {
  const round = roundIn(record, context.get)!;
  const asked = papers.inquiryLetter.together(record, context);
  /** What is said once for the whole letter: by the first record that says it. */
  const first = <F extends keyof Values<typeof kinds.inquiry>>(field: F) =>
    (asked.find(({ values }) => values[field] !== undefined)?.values as Values<typeof kinds.inquiry>)?.[
      field
    ];
  const date = first('sentOn') ?? context.today;
  const delivery = first('delivery');
  const model = {
    // 巡察办 asks (R21).
    office: `${str(round, 'sendingCommittee')}巡察工作领导小组办公室`,
    number: first('letterNumber') ?? '',
    department: glossaryIn(context).words(record)('inquiryDepartment', str(record, 'department')),
    committee: committeeOf({ round, team: context.children(round.id, 'team')[0] }),
    round: str(round, 'name'),
    units: [...context.children(round.id, 'inspection')]
      .sort(byCode)
      .map((inspection) => unitNameOf(inspection, context.get))
      .filter(Boolean),
    items: asked.map((one) => str(one, 'content').trim()),
    dueOn: first('dueOn'),
    delivery: delivery ? optionLabel(kinds.inquiry.fields.delivery.info, delivery) : '',
    contact: first('contact') ?? '',
    date,
  };
  return { model, day: date, frame: { kind: 'letter', mark: model.office, number: model.number } };
};
