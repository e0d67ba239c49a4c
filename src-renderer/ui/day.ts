/** A day in a form that is no record yet. */
import type { IsoDate } from '../../src-shared/domain/define';
import { readDay } from '../../src-shared/domain/reading';

/** The day that was typed; undefined where it is none. */
export function dayIn(text: string, today: IsoDate): IsoDate | undefined {
  const reading = readDay(text, today);
  return reading.ok ? reading.value : undefined;
}

/** For antd's forms. @throws Error with what is wrong about it, where what was typed is no day */
export async function demandDay(text: string, today: IsoDate): Promise<void> {
  const reading = readDay(text, today);
  if (!reading.ok) throw new Error(reading.message);
}
