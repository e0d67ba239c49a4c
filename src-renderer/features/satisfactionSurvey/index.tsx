/** 整改满意度测评: what the votes come to stands under them. */
import { kinds } from '../../../src-shared/domain/kinds';
import type { Computed, Entity } from '../../../src-shared/domain/define';
import { useRuleContext } from '../../replica';
import { genericPage } from '../../ui/generic-page';

export default genericPage('satisfactionSurvey', {
  form: (record) => ({ after: { 整改满意度测评: <SurveySum survey={record} /> } }),
});

/** What the votes come to, as it stands on paper. */
function SurveySum({ survey }: { survey: Entity }) {
  const context = useRuleContext();
  const { votes, rate, degree } = kinds.satisfactionSurvey.computed as Readonly<Record<string, Computed>>;
  const said = [votes!, rate!, degree!]
    .map(({ label, text }) => [label, text(survey, context)])
    .filter(([, words]) => words !== '')
    .map(([label, words]) => `${label}${words}`);
  return (
    <div className="pw-words" role="status">
      {`${said.join('，')}。满意率＝（非常满意＋满意＋基本满意）÷表态票；不了解、未答不计入。`}
    </div>
  );
}
