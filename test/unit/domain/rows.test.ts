import fc from 'fast-check';
import type { Entity } from '../../../src-shared/domain/define';
import { byPosition, placesFor } from '../../../src-shared/domain/rows';

const place = fc.option(fc.integer({ min: 0, max: 6 }), { nil: undefined });
const row = (position: number | undefined, i: number): Entity => ({
  id: `${(i * 7) % 10}${i}`,
  kind: 'measure',
  parent: null,
  inspection: null,
  values: position === undefined ? {} : { position },
  sets: {},
  conflicts: [],
  updatedAt: '',
});
const rows = fc.array(place, { maxLength: 8 }).map((places) => places.map(row).sort(byPosition));
const placeIn = ({ values }: Entity) => values.position as number | undefined;
/** Gives each row its place and sorts again, as a screen does after the saves. */
const rewritten = (wanted: readonly Entity[], places: readonly number[]) =>
  wanted.map((one, i) => ({ ...one, values: { position: places[i] } })).sort(byPosition);
const ids = (list: readonly Entity[]) => list.map(({ id }) => id);

describe('rows that people put in an order', () => {
  it('stand by their places, those without one last, and equals by their ids', () => {
    const list = [row(undefined, 0), row(2, 1), row(1, 2), row(2, 3)];
    expect(ids([...list].sort(byPosition))).toEqual(
      [list[2], list[3], list[1], list[0]].map((one) => one!.id),
    );
  });

  it('stand where they were moved to, whatever places they had', () => {
    fc.assert(
      fc.property(rows, fc.nat(), (list, at) => {
        fc.pre(list.length > 1);
        const i = at % (list.length - 1);
        const wanted = list.map((one, k) => (k === i ? list[i + 1]! : k === i + 1 ? list[i]! : one));
        expect(ids(rewritten(wanted, placesFor(list.map(placeIn))))).toEqual(ids(wanted));
      }),
    );
  });

  it('make room for one between them, and keep their places where there is room', () => {
    fc.assert(
      fc.property(rows, fc.nat(), (list, at) => {
        const i = at % (list.length + 1);
        const wanted = [...list.slice(0, i), row(undefined, 9), ...list.slice(i)];
        const places = placesFor(wanted.map(placeIn));
        expect(ids(rewritten(wanted, places))).toEqual(ids(wanted));
      }),
    );
    expect(placesFor([1, 2, undefined, 3, 7])).toEqual([1, 2, 3, 4, 7]);
    expect(placesFor([1, 2, undefined, 5])).toEqual([1, 2, 3, 5]);
    expect(placesFor([2, 4, 9])).toEqual([2, 4, 9]);
  });
});
