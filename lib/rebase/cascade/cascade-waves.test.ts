import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cascadeWaves } from './cascade-waves.ts';

const on = (reference: string, baseName: string | null) => ({ reference, baseName });

describe('the waves of a cascade', () => {
  it('puts an image after its base, by name within a wave', () => {
    const fleet = [
      on('c', 'b'),
      on('b', 'a'),
      on('z', 'a'),
      on('d', 'c'),
      on('other', 'elsewhere'),
      on('a', null),
    ];
    expect(cascadeWaves('a', fleet)).toEqual([
      { reference: 'b', parent: null, wave: 0 },
      { reference: 'z', parent: null, wave: 0 },
      { reference: 'c', parent: 'b', wave: 1 },
      { reference: 'd', parent: 'c', wave: 2 },
    ]);
  });

  it('is empty if no image is based on it', () => {
    expect(cascadeWaves('a', [on('b', 'c')])).toEqual([]);
  });

  it('leaves a circle at its beginning', () => {
    expect(
      cascadeWaves('a', [on('a', 'c'), on('b', 'a'), on('c', 'b')]).map(({ reference }) => reference),
    ).toEqual(['b', 'c']);
    expect(cascadeWaves('a', [on('a', 'a')])).toEqual([]);
  });

  it('names each image at most once, always after its parent, whatever the fleet', () => {
    const name = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f');
    const fleets = fc.uniqueArray(fc.record({ reference: name, baseName: fc.option(name) }), {
      selector: ({ reference }) => reference,
    });
    fc.assert(
      fc.property(name, fleets, (root, fleet) => {
        const waves = cascadeWaves(root, fleet);
        const position = new Map(waves.map(({ reference }, at) => [reference, at]));
        expect(position.size).toBe(waves.length);
        for (const [at, { reference, parent, wave }] of waves.entries()) {
          expect(reference).not.toBe(root);
          const base = fleet.find((image) => image.reference === reference)?.baseName;
          expect(base).toBe(parent ?? root);
          if (parent === null) expect(wave).toBe(0);
          else {
            expect(position.get(parent)).toBeLessThan(at);
            expect(waves[position.get(parent) ?? -1]?.wave).toBe(wave - 1);
          }
        }
      }),
    );
  });
});
