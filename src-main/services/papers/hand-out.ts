/** Whose right it is to make a paper, to look at, to print or to hand out. */
import { HANDS_OUT } from '../../../src-shared/domain/access';
import { ROLE_LABELS } from '../../../src-shared/domain/roles';
import { type Edition, handsOut } from '../../../src-shared/papers';
import { WorkbenchError } from '../../../src-shared/errors';
import type { Workspace } from '../records';

/** What a paper for the inspected unit demands of whoever makes it. */
export const FOR_UNIT = { handedOutBy: HANDS_OUT, audience: 'unit', title: '' } as const;

/**
 * What is cleared as for the unit is cleared of what only some may know, so to others it would tell by what it leaves out.
 * For the same reason nobody to whom a unit is closed makes one; nor one that says of a round what he cannot see.
 * @throws WorkbenchError RIGHTS_EXPORT; RIGHTS_CLUES where he lacks the key of what has to be kept out of it
 */
export function demandHandsOut(
  { reader, sight, holdsClues, clueHolders }: Workspace,
  edition: Pick<Edition, 'handedOutBy' | 'audience' | 'title'>,
): void {
  const { handedOutBy, audience, title } = edition;
  if (handedOutBy === 'readers') return;
  const what = audience === 'unit' ? '给被巡察单位的文件' : `“${title}”`;
  const who = handedOutBy.map((role) => ROLE_LABELS[role]).join('、');
  if (!handsOut(reader.role, edition)) {
    throw new WorkbenchError(
      'RIGHTS_EXPORT',
      `${what}由${who}生成（预览、打印、导出都是）。请联系他们办理；组内留存的清单可以照常打印。`,
    );
  }
  if (!holdsClues) throw needsClues(what, clueHolders());
  if (sight().recusals.length > 0) {
    throw new WorkbenchError('RIGHTS_EXPORT', `您有须回避的单位，${what}请由其他${who}生成。`);
  }
}

/** What must stay out of a paper has to be known: only who holds the 线索钥匙 can say that nothing of it is in. */
function needsClues(what: string, holders: readonly string[]): WorkbenchError {
  const who = holders.length > 0 ? `请由${holders.join('、')}办理，` : '';
  return new WorkbenchError(
    'RIGHTS_CLUES',
    `您没有线索钥匙，无法核对${what}中是否含有线索和反映人，不能生成。${who}或请组长发给您线索钥匙。`,
  );
}
