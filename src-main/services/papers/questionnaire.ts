/** From a questionnaire to the empty sheet that is handed out. */
import type { Entity, RuleContext } from '../../../src-shared/domain/define';
import { optionsOf, optionWords, QUESTION_TYPES } from '../../../src-shared/domain/kinds/questionnaire';
import { type AskedQuestion, questionsOf } from '../../../src-shared/domain/questionnaire-tally';
import type { QuestionnaireSheetModel } from '../../word';
import type { MakeModel } from './make';

/** What stands on the sheet where its author wrote no instructions of his own (domain.md §2.2 i: 不记名). */
const INSTRUCTIONS =
  '本问卷不记名，请根据实际情况如实填写。单选题选一项，多选题可选多项，请在所选项前的“□”内打“√”；没有选项的，请写在横线上。';

/** Lines to write on below a question in words. */
const LINES = { blank: 1, essay: 4 } as const;

/** An author who has written how to answer is not corrected. */
const SAYS_HOW = /（[^）]*(选|简答|填空|判断|量表)[^）]*）\s*$/;

function stemOf({ values }: AskedQuestion): string {
  if (SAYS_HOW.test(values.stem ?? '')) return values.stem!;
  const type = values.type ?? 'single';
  const limit = values.limit ? `，限选${values.limit}项` : '';
  return `${values.stem ?? ''}（${QUESTION_TYPES[type]}${limit}）`;
}

/** The empty sheet of a questionnaire. */
function questionnaireSheetModel(questionnaire: Entity, context: RuleContext): QuestionnaireSheetModel {
  const { name, instructions } = questionnaire.values as { name?: string; instructions?: string };
  return {
    title: name ?? '调查问卷',
    instructions: instructions?.trim() || INSTRUCTIONS,
    questions: questionsOf(questionnaire.id, context).map((asked) => ({
      stem: stemOf(asked),
      options: optionsOf(asked.values).map(optionWords),
      lines: asked.values.type === 'essay' ? LINES.essay : LINES.blank,
    })),
    date: context.today,
  };
}

export const questionnaire: MakeModel<'questionnaire'> = ({ record, desk }) => ({
  model: questionnaireSheetModel(record, desk.context),
});
