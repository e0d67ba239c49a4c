/** 整改进度: the items of each unit by their state. */
import type { Entity } from '../domain/define';
import { RECTIFICATION_STATES, type RectificationState } from '../domain/kinds/rectification-item';
import { rectificationFigures } from '../domain/statistics';
import type { Chart, ChartTone } from './model';

/** In the order in which the 整改小结 says them. */
const TONES: Readonly<Record<RectificationState, ChartTone>> = {
  done: 'done',
  basicallyDone: 'nearly',
  inProgress: 'doing',
  notStarted: 'waiting',
};

/** @param units what each unit is called, with its items; a unit without items has no bar */
export function rectificationChart(
  units: readonly { readonly label: string; readonly items: readonly Entity[] }[],
): Chart {
  const shown = units
    .filter(({ items }) => items.length > 0)
    .map(({ label, items }) => ({ label, figures: rectificationFigures(items) }));
  return {
    title: '整改事项按状态',
    unit: '项',
    stacked: true,
    categories: shown.map(({ label }) => label),
    series: (Object.keys(TONES) as RectificationState[]).map((state) => ({
      name: RECTIFICATION_STATES[state],
      tone: TONES[state],
      values: shown.map(({ figures }) => figures.states[state]),
    })),
  };
}
