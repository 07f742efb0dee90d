import type { ListedLayer, PlatformPlan } from '../../rebase.ts';

type Changes = Pick<
  PlatformPlan,
  'layersRemoved' | 'layersAdded' | 'layersKept' | 'baseLayersBefore' | 'baseLayersAfter'
>;

/**
 * What happens to each layer, bottom first: layers of the old base that the new one has too, in the same order, are
 * kept, and so are the image's own. Layers are the same if their blobs are.
 */
export function layerChanges(
  oldBase: readonly ListedLayer[],
  newBase: readonly ListedLayer[],
  own: readonly ListedLayer[],
): Changes {
  const shared = sharedPairs(oldBase, newBase);
  const [stays, comes] = [new Map(shared), new Map(shared.map(([before, after]) => [after, before]))];
  return {
    layersRemoved: oldBase.flatMap((layer, before) =>
      stays.has(before) ? [] : [{ ...layer, before, after: null }],
    ),
    layersAdded: newBase.flatMap((layer, after) =>
      comes.has(after) ? [] : [{ ...layer, before: null, after }],
    ),
    layersKept: [
      ...newBase.flatMap((layer, after) => {
        const before = comes.get(after);
        return before === undefined ? [] : [{ ...layer, before, after }];
      }),
      ...own.map((layer, at) => ({ ...layer, before: oldBase.length + at, after: newBase.length + at })),
    ],
    baseLayersBefore: oldBase.length,
    baseLayersAfter: newBase.length,
  };
}

/** The longest common run of layers with gaps, as pairs of places, in order. */
function sharedPairs(
  old: readonly ListedLayer[],
  next: readonly ListedLayer[],
): (readonly [before: number, after: number])[] {
  const same = (before: number, after: number) => old[before]?.digest === next[after]?.digest;
  // lengths[i][j] is the length of the longest common run of the layers from `i` and `j` upwards.
  const lengths = Array.from({ length: old.length + 1 }, () => new Uint16Array(next.length + 1));
  const lengthAt = (before: number, after: number) => lengths[before]?.[after] ?? 0;
  for (let before = old.length - 1; before >= 0; before -= 1) {
    const row = lengths[before];
    for (let after = next.length - 1; row !== undefined && after >= 0; after -= 1) {
      row[after] = same(before, after)
        ? lengthAt(before + 1, after + 1) + 1
        : Math.max(lengthAt(before + 1, after), lengthAt(before, after + 1));
    }
  }
  const pairs: (readonly [number, number])[] = [];
  for (let [before, after] = [0, 0]; before < old.length && after < next.length; ) {
    if (same(before, after)) {
      pairs.push([before, after]);
      before += 1;
      after += 1;
    } else if (lengthAt(before + 1, after) >= lengthAt(before, after + 1)) before += 1;
    else after += 1;
  }
  return pairs;
}
