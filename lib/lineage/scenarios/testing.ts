// What the scenarios of judgements share.
import { basedOn, World } from '../testing.ts';
import type { DescribedBase, DescribedLineage } from '../words/described-lineage.ts';

export const BASE = 'registry.test/base:1';
export const APP = 'registry.test/app:1';

/** The verdict about an image's own base. Throws for a lineage without one. */
export function baseOf(lineage: DescribedLineage): DescribedBase {
  const verdict = lineage.links[0]?.base;
  if (!verdict) throw new Error(`expected a base, got ${JSON.stringify(lineage)}`);
  return verdict;
}

/** A world with a base of two layers and an app on it, as annotated by a builder. */
export function annotatedApp(annotate = (digest: string) => basedOn(BASE, digest)) {
  const world = new World();
  const old = world.image(BASE, { layers: ['os', 'libs'] });
  world.image(APP, { layers: ['os', 'libs', 'app'], annotations: annotate(old) });
  return { world, old };
}
