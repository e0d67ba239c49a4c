import fc from 'fast-check';
import { decodeRecord, encodeRecord } from '../../../src-main/store/record-codec';
import { rowSealer } from '../../../src-main/store/seal';
import type { Held } from '../../../src-shared/merge/registers';
import { keyRing } from '../../fixtures/store-kit';

describe('a sealed row', () => {
  const sealer = rowSealer(keyRing());
  const sealed = sealer.seal('records', 'r1', 7, '谈话内容');

  test('opens in its own place only', () => {
    expect(sealer.open('records', 'r1', 7, sealed)).toBe('谈话内容');
    const elsewhere: [string, string, number][] = [
      ['changes', 'r1', 7],
      ['records', 'r2', 7],
      ['records', 'r1', 8],
    ];
    for (const [table, row, revision] of elsewhere) {
      expect(() => sealer.open(table, row, revision, sealed)).toThrow(
        expect.objectContaining({ code: 'STORE_ROW_DAMAGED' }),
      );
    }
    expect(() => rowSealer(keyRing()).open('records', 'r1', 7, sealed)).toThrow(
      expect.objectContaining({ code: 'STORE_ROW_DAMAGED' }),
    );
  });

  test('does not open with any bit flipped or any end missing', () => {
    for (let bit = 0; bit < sealed.length * 8; bit += 1) {
      const flipped = Uint8Array.from(sealed);
      flipped[bit >> 3]! ^= 1 << (bit & 7);
      expect(() => sealer.open('records', 'r1', 7, flipped)).toThrow();
    }
    for (let length = 0; length < sealed.length; length += 1) {
      expect(() => sealer.open('records', 'r1', 7, sealed.subarray(0, length))).toThrow();
    }
  });

  test('never has the nonce of another', () => {
    const nonces = Array.from({ length: 2000 }, () =>
      Buffer.from(sealer.seal('records', 'r1', 7, '').subarray(0, 12)).toString('hex'),
    );
    expect(new Set(nonces).size).toBe(2000);
  });
});

test('the text of a record gives the same record again', () => {
  const held = fc.record({ change: fc.constantFrom('a.1', 'a.2', 'b.10'), value: fc.jsonValue() });
  const fields = fc.dictionary(fc.string({ minLength: 1 }), fc.array(held, { minLength: 1, maxLength: 3 }));
  fc.assert(
    fc.property(fields, fc.array(fc.constantFrom('a.3', 'b.4')), (values, removals) => {
      const state = {
        id: 'r1',
        kind: 'interview',
        fields: values as unknown as Record<string, Held[]>,
        removals,
      };
      const text = encodeRecord(state);
      // What JSON makes of a value (-0, for one) is what the log holds.
      expect(decodeRecord('r1', text)).toEqual(JSON.parse(JSON.stringify(state)));
      expect(encodeRecord(decodeRecord('r1', text))).toBe(text);
    }),
  );
});
