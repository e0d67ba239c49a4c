/** 整改进度: the items of each unit by their state. */
import { figures, figuresIn, type FigureId, type FigureLook } from '../domain/figures';
import type { RecordId } from '../merge/change';
import type { Chart, ChartTone } from './model';

/** In the order in which the 整改小结 says them. */
const TONES = {
  itemsDone: 'done',
  itemsBasicallyDone: 'nearly',
  itemsInProgress: 'doing',
  itemsNotStarted: 'waiting',
} as const satisfies Partial<Record<FigureId, ChartTone>>;
type StateFigure = keyof typeof TONES;

/** @param units the inspections, each with what it is called; one without items has no bar */
export function rectificationChart(
  look: FigureLook,
  units: readonly { readonly label: string; readonly id: RecordId }[],
): Chart {
  const shown = units
    .map((unit) => ({ ...unit, figures: figuresIn(look, { unit: unit.id }) }))
    .filter(({ figures: own }) => own.value('items') > 0);
  return {
    title: '整改事项按状态',
    unit: '项',
    stacked: true,
    categories: shown.map(({ label }) => label),
    series: (Object.keys(TONES) as StateFigure[]).map((figure) => ({
      name: figures[figure].label,
      tone: TONES[figure],
      values: shown.map(({ figures: own }) => own.value(figure)),
      asked: shown.map(({ id }) => ({ figure, scope: { unit: id } })),
    })),
  };
}
