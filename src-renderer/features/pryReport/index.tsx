/** 打探说情登记: everybody may report an attempt to pry or plead; only the leader sees what was reported. */
import { useRole } from '../../replica';
import { genericPage } from '../../ui/generic-page';
import type { FeatureProps } from '../../ui/kind-page';
import { PryNote } from './pry-note';

const Reports = genericPage('pryReport');

export default function PryReportPage(props: FeatureProps) {
  const role = useRole();
  return role === 'leader' ? (
    <Reports {...props} />
  ) : (
    <PryNote round={props.round} inspection={props.inspection} />
  );
}
