import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { digestOf } from '#lib/oci/compute-digest.ts';
import { layersOfPlan } from '../../layers-of-plan.ts';
import { layerChanges } from './layer-changes.ts';

const layer = (name: string) => ({
  digest: digestOf(name),
  diffId: digestOf(`diff of ${name}`),
  size: 1,
  mediaType: 'application/x',
  createdBy: name,
});
const of = (old: string, next: string, own = 'app') =>
  layerChanges(...([old, next, own].map((names) => [...names].map(layer)) as [never, never, never]));
const names = (layers: readonly { createdBy: string | null }[]) =>
  layers.map(({ createdBy }) => createdBy).join('');

describe('the layers of a plan', () => {
  it.each([
    ['one replaced', 'a', 'b', ['a', 'b', 'xyz']],
    ['a shared bottom', 'abc', 'abd', ['c', 'd', 'abxyz']],
    ['a shared top', 'abc', 'dbc', ['a', 'd', 'bcxyz']],
    ['a new layer between', 'ac', 'abc', ['', 'b', 'acxyz']],
    ['the same base', 'abc', 'abc', ['', '', 'abcxyz']],
    ['one that occurs twice', 'aba', 'aa', ['b', '', 'aaxyz']],
    ['another order', 'ab', 'ba', ['a', 'a', 'bxyz']],
  ])('%s', (_, old, next, [removed, added, kept]) => {
    const changes = of(old, next, 'xyz');
    expect([changes.layersRemoved, changes.layersAdded, changes.layersKept].map(names)).toEqual([
      removed,
      added,
      kept,
    ]);
  });

  it('say what the image had and has, to the layer, whatever the bases share', () => {
    const stack = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 8 }).map((all) => all.join(''));
    fc.assert(
      fc.property(stack, stack, stack, (old, next, own) => {
        const changes = of(old, next, own);
        const [before, after] = [layersOfPlan(changes, 'before'), layersOfPlan(changes, 'after')];
        expect([names(before.base), names(before.own)]).toEqual([old, own]);
        expect([names(after.base), names(after.own)]).toEqual([next, own]);
        expect(changes.layersRemoved.every(({ after: none }) => none === null)).toBe(true);
        expect(changes.layersAdded.every(({ before: none }) => none === null)).toBe(true);
      }),
    );
  });
});
