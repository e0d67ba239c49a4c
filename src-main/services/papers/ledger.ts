/** From the records to the 整改台账 of one unit. */
import { unitView } from '../../../src-shared/domain/define';
import { entriesOf, glossaryIn } from '../../../src-shared/domain/glossary';
import { kinds } from '../../../src-shared/domain/kinds';
import {
  CLOSING_STATES,
  effectWords,
  evidenceOf,
  RECTIFICATION_STATES,
  warningOf,
  warningParametersOf,
} from '../../../src-shared/domain/kinds/rectification-item';
import { plainText, rectificationSentence } from '../../../src-shared/domain/figures/sentences';
import { problemsByFocus } from '../../../src-shared/domain/problems-by-focus';
import { rowsOf } from '../../../src-shared/domain/rows';
import type { RecordId } from '../../../src-shared/merge/change';
import { numbering } from '../../word/page/wording';
import type { MakeModel } from './make';
import { byCode, type InspectionRecords, str } from './source';

/** How the 反馈意见 numbers each problem, `（一）1.`, in its order: the unit finds in the ledger what it was told. */
function placesInFeedback({ figures, round, context }: InspectionRecords): ReadonlyMap<RecordId, string> {
  const groups = problemsByFocus(figures.records('problemsFedBack'), entriesOf('focus', round, context));
  return new Map(
    groups.flatMap(({ papers }, focus) =>
      papers.map(({ id }, n) => [id, `${numbering.second(focus + 1)}${numbering.third(n + 1)}`] as const),
    ),
  );
}

/** The 整改台账 of one unit, in the order and by the numbers of its 反馈意见. */
export const ledger: MakeModel<'ledger'> = ({ records, today, clearing: { words, office } }) => {
  const { unit, round, context, figures } = records;
  const parameters = warningParametersOf(round);
  const short = glossaryIn(context).shortWords(round);
  const problems = figures.records('problemsFedBack');
  const places = placesInFeedback(records);
  const order = [...places.keys()];
  const answered = [...figures.records('items')].sort(
    (a, b) => order.indexOf(a.parent ?? '') - order.indexOf(b.parent ?? '') || byCode(a, b),
  );
  const model = {
    unit: str(unit, 'name'),
    round: str(round, 'name'),
    asOf: today,
    summary: plainText(rectificationSentence(figures)),
    withoutItem: problems
      .filter(({ id }) => !answered.some((item) => item.parent === id))
      .map((paper) => ({
        place: places.get(paper.id) ?? '',
        title: words(paper, 'title'),
      })),
    rows: answered.map((item) => {
      const view = unitView(kinds.rectificationItem, item.values);
      const paper = item.parent ? context.get(item.parent) : undefined;
      const problem = unitView(kinds.workingPaper, paper?.values ?? {});
      const warning = warningOf(item.values, today, parameters).label;
      return {
        place: places.get(item.parent ?? '') ?? '',
        focus: short('focus', problem.focus ?? ''),
        finding: words(paper, 'title'),
        task: words(item, 'task'),
        measures: rowsOf(context, item.id, 'measure').map((measure) => words(measure, 'content')),
        leader: view.leaderType ? `${office(item, 'leader')}（${view.leaderType}）` : office(item, 'leader'),
        department: words(item, 'responsibleUnit'),
        person: office(item, 'responsiblePerson'),
        startedOn: view.startOn,
        dueOn: view.dueOn,
        doneOn: view.doneOn,
        longTerm: view.longTerm === true,
        status: RECTIFICATION_STATES[view.state ?? 'notStarted'],
        warning: warning === '—' ? '' : warning,
        effect: effectWords(view),
        evidence: evidenceOf(item),
        closing: CLOSING_STATES[view.closing ?? 'none'],
        note: words(item, 'note'),
      };
    }),
  };
  return { model };
};
