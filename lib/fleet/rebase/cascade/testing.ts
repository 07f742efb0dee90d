// Cascades for tests: a fleet by its links, whose bottom moves on.
import { trackImages } from '../../images/track-images.ts';
import type { TestFleet } from '../../testing.ts';
import { type Pushed, pushOn } from '../../testing-images.ts';
import { type RebaseFleet, rebaseFleet } from '../testing.ts';
import { type CascadeRequest, planCascade } from './plan-cascade.ts';
import { getCascade } from './read-cascades.ts';

export const ACTOR = 'operator';

export interface CascadeScene extends RebaseFleet {
  /** The reference of an image of the fleet, by its name. */
  reference(name: string): string;
  /** The digest that an image had at first. */
  old(name: string): string | undefined;
}

/** A fleet by its links (`app: 'base'`), scanned; then its bottom moves on. Images of `untracked` are not tracked. */
export async function moved(
  fleet: TestFleet,
  links: Readonly<Record<string, string>>,
  untracked: readonly string[] = [],
): Promise<CascadeScene> {
  const pushed: Record<string, Pushed> = { base: await pushOn(fleet.registry, 'base:1') };
  for (const [name, below] of Object.entries(links))
    pushed[name] = await pushOn(fleet.registry, `${name}:1`, pushed[below]);
  const tracked = Object.entries(pushed).filter(([name]) => !untracked.includes(name));
  await trackImages(
    fleet.context,
    tracked.map(([, { reference }]) => reference),
    true,
  );
  await fleet.runJobs();
  await pushOn(fleet.registry, 'base:1', undefined, 'base, next');
  fleet.pass(60);
  const rebasing = rebaseFleet(fleet);
  const reference = (name: string) => `${fleet.registry.host}/${name}:1`;
  return { ...rebasing, reference, old: (name: string) => pushed[name]?.digest };
}

/** Plans the cascade from the scene's bottom. */
export const plan = ({ context, reference }: CascadeScene, more: Partial<CascadeRequest> = {}) =>
  planCascade(context, { reference: reference('base'), actor: ACTOR, ...more });

/** What became of each image, by its name. */
export async function states(context: RebaseFleet['context'], id: string): Promise<Record<string, string>> {
  const { items } = await getCascade(context, id);
  return Object.fromEntries(
    items.map(({ reference, state }) => [reference.replace(/^.*\/|:1$/g, ''), state]),
  );
}
