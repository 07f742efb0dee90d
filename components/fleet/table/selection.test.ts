import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ALL_SELECTED,
  countSelected,
  idsBetween,
  isSelected,
  NOTHING_SELECTED,
  type Selection,
  withImages,
} from './selection.ts';

const IDS = ['a', 'b', 'c', 'd', 'e', 'f'];

describe('a selection', () => {
  it('holds what was last done with each image, and counts it, whether it began with nothing or with all', () => {
    const steps = fc.array(fc.record({ ids: fc.subarray(IDS), isAdded: fc.boolean() }), { maxLength: 6 });
    fc.assert(
      fc.property(fc.constantFrom(NOTHING_SELECTED, ALL_SELECTED), steps, (start, changes) => {
        let selection: Selection = start;
        const model = new Set(start.kind === 'all' ? IDS : []);
        for (const { ids, isAdded } of changes) {
          selection = withImages(selection, ids, isAdded);
          for (const id of ids) isAdded ? model.add(id) : model.delete(id);
        }
        expect(IDS.filter((id) => isSelected(selection, id))).toEqual(IDS.filter((id) => model.has(id)));
        expect(countSelected(selection, IDS.length)).toBe(model.size);
      }),
    );
  });

  it('of all includes images that are not loaded', () => {
    expect(isSelected(ALL_SELECTED, 'not loaded')).toBe(true);
    expect(countSelected(withImages(ALL_SELECTED, ['a'], false), 340)).toBe(339);
  });
});

describe('a range', () => {
  it.each([
    ['b', 'd', ['b', 'c', 'd']],
    ['d', 'b', ['b', 'c', 'd']],
    ['c', 'c', ['c']],
    [null, 'c', ['c']],
    ['gone', 'c', ['c']],
  ])('from %s to %s is %j', (from, to, expected) => {
    expect(idsBetween(IDS, from, to)).toEqual(expected);
  });
});
