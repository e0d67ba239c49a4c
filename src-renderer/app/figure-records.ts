/** The records behind a number: shown over whatever page the number stands on. */
import type { AskedFigure } from '../../src-shared/domain/figures';
import { readLater } from '../ui/read-later';

export const FigureRecords = readLater<{ readonly asked: AskedFigure }>(() => import('../features/figure'));
