/** What the order of a plan's layers is read from, in a plan or in the API's form of one. */
interface PlacedLayers<Layer> {
  readonly layersRemoved: readonly Layer[];
  readonly layersAdded: readonly Layer[];
  readonly layersKept: readonly Layer[];
  readonly baseLayersBefore: number;
  readonly baseLayersAfter: number;
}

interface Placed {
  /** Its place from the bottom, from 0, before and after; null where it is not there. */
  readonly before: number | null;
  readonly after: number | null;
}

/** A platform's layers before or after, bottom first, those of the base apart from the image's own. */
export function layersOfPlan<Layer extends Placed>(
  plan: PlacedLayers<Layer>,
  when: 'before' | 'after',
): { readonly base: readonly Layer[]; readonly own: readonly Layer[] } {
  const { layersRemoved, layersAdded, layersKept } = plan;
  const all = [...(when === 'before' ? layersRemoved : layersAdded), ...layersKept];
  const ordered = all.sort((a, b) => (a[when] ?? 0) - (b[when] ?? 0));
  const base = when === 'before' ? plan.baseLayersBefore : plan.baseLayersAfter;
  return { base: ordered.slice(0, base), own: ordered.slice(base) };
}
