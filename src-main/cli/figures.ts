/** `figures`: every number that papers quote, with the records behind it. */
import {
  figuresFor,
  figures,
  figuresIn,
  figureWords,
  type FigureScope,
} from '../../src-shared/domain/figures';
import type { Entity } from '../../src-shared/domain/define';
import {
  plainText,
  rectificationSentence,
  statisticsSentence,
} from '../../src-shared/domain/figures/sentences';
import { WorkbenchError } from '../../src-shared/errors';
import { lookOf } from '../services/look';
import type { OpenWorkspace } from '../services/workspace';
import { say } from './output';
import { inspectionOf } from './table';

export interface FigureLine {
  readonly id: string;
  readonly label: string;
  readonly value: number;
  readonly unit: string;
  /** The numbers of the records behind it, ids of those that have none. */
  readonly records: readonly string[];
}

/** The unit that is named, else the round: the only one, or the one that was made last. @throws WorkbenchError CLI_NO_ROUND */
function scopeOf(workspace: OpenWorkspace, unit: string | undefined): FigureScope {
  if (unit !== undefined) return { unit: inspectionOf(workspace, unit).id };
  const round = lookOf(workspace).list(['round']).at(-1);
  if (round) return { round: round.id };
  throw new WorkbenchError('CLI_NO_ROUND', '还没有巡察轮次，没有可统计的记录。');
}

const numberOf = ({ id, values }: Entity): string =>
  typeof values.code === 'string' && values.code !== '' ? values.code : id;

/** The figures of a unit, or of the round, as the signed-in person sees them. @throws WorkbenchError CLI_NO_UNIT, CLI_NO_ROUND */
export function tellFigures(
  workspace: OpenWorkspace,
  options: { readonly unit?: string; readonly json?: boolean },
): void {
  const found = figuresIn(lookOf(workspace), scopeOf(workspace, options.unit));
  const ids = figuresFor(workspace.reader.role);
  if (options.json) {
    const lines = ids.map((id): FigureLine => {
      const { label, unit } = figures[id];
      return { id, label, value: found.value(id), unit, records: found.records(id).map(numberOf) };
    });
    say(JSON.stringify(lines));
    return;
  }
  for (const id of ids) say(`${figures[id].label}\t${figureWords(id, found.value(id))}\t${figures[id].rule}`);
  say(plainText(statisticsSentence(found, { clues: ids.includes('clues') })));
  say(plainText(rectificationSentence(found)));
}
