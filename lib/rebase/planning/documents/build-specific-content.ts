import { ANNOTATION, type Annotations, BUILDPACKS_LABEL } from '#lib/oci/annotations.ts';
import { isSet } from '../../merge/values.ts';
import type { Loss, LossKind } from '../../rebase.ts';

/** Where such content is: a config's top level, its `config`, its labels, or annotations anywhere. */
type Place = 'config' | 'settings' | 'labels' | 'annotations';

interface Row {
  readonly place: Place;
  readonly keys: readonly string[];
  /** Null if it stays, because it is updated or true for every base. */
  readonly loss: LossKind | null;
  /** What it is, and why it is dropped or kept. */
  readonly why: string;
}

/**
 * Content of configs and manifests that refers to layers by position, to the original build or to the old base.
 * Anything not listed here stays; the plan warns if it names a digest that is gone.
 */
export const BUILD_BOUND: readonly Row[] = [
  {
    place: 'config',
    keys: ['moby.buildkit.cache.v0'],
    loss: 'build-cache',
    why: 'BuildKit’s inline cache refers to layers by position: with another base, later builds would get wrong layers. Build again to recreate it.',
  },
  {
    place: 'config',
    keys: ['moby.buildkit.buildinfo.v1', 'moby.buildkit.buildinfo.v0'],
    loss: 'build-record',
    why: 'BuildKit’s build info names the base that the image was built on, at its digest.',
  },
  {
    place: 'config',
    keys: ['id', 'parent', 'parent_id', 'layer_id', 'container', 'container_config', 'throwaway', 'Size'],
    loss: 'build-record',
    why: 'Docker’s record of the last build step: its container, its parent image and their settings.',
  },
  {
    place: 'settings',
    keys: ['Image'],
    loss: 'build-record',
    why: 'The ID of the image that the last build step started from.',
  },
  {
    place: 'annotations',
    keys: ['com.amazon.soci.index-digest'],
    loss: 'annotation',
    why: 'Names the SOCI index of the old layers. Create a new one for lazy loading.',
  },
  {
    place: 'labels',
    keys: [ANNOTATION.baseName, ANNOTATION.baseDigest, BUILDPACKS_LABEL.lifecycle],
    loss: null,
    why: 'Updated: they name the new base. The lifecycle finds the app’s layers by diff ID, whatever is below them.',
  },
  {
    place: 'annotations',
    keys: [ANNOTATION.baseName, ANNOTATION.baseDigest],
    loss: null,
    why: 'Updated: they name the new base.',
  },
  {
    place: 'config',
    keys: ['history', 'docker_version'],
    loss: null,
    why: 'How each of the image’s own layers was made, and by what, stays true.',
  },
];

type Content = Readonly<Record<string, unknown>>;

/** Content without the parts about the old build, and those parts. */
export interface Unbound<T extends Content> {
  readonly rest: T;
  readonly losses: readonly Loss[];
}

/** A config without the parts about the original build and the old base. */
export function unboundConfig<T extends Content>(config: T): Unbound<T> {
  const top = without('config', config, '');
  const settings = top.rest.config;
  if (typeof settings !== 'object' || settings === null) return top;
  const inner = without('settings', settings as Content, 'config.');
  return {
    rest: inner.losses.length === 0 ? top.rest : { ...top.rest, config: inner.rest },
    losses: [...top.losses, ...inner.losses],
  };
}

/** Annotations without those about the old layers. */
export function unboundAnnotations(annotations: Annotations): Unbound<Annotations> {
  return without('annotations', annotations, '');
}

/** Whether the plan itself brings this label or annotation up to date. */
export function isKeptUpToDate(place: 'labels' | 'annotations', key: string): boolean {
  return BUILD_BOUND.some((row) => row.place === place && row.loss === null && row.keys.includes(key));
}

/** Go's decoder, which reads these, takes a key in any case. */
function without<T extends Content>(place: Place, content: T, prefix: string): Unbound<T> {
  const losses: Loss[] = [];
  const gone = new Set<string>();
  for (const { keys, loss, why, place: of } of BUILD_BOUND) {
    if (of !== place || loss === null) continue;
    const wanted = new Set(keys.map((key) => key.toLowerCase()));
    const found = Object.keys(content).filter((key) => wanted.has(key.toLowerCase()) && isSet(content[key]));
    if (found.length === 0) continue;
    for (const key of found) gone.add(key);
    const names = found.map((key) => `\`${prefix}${key}\``).join(', ');
    losses.push({ kind: loss, digest: null, detail: `${names}: ${why}` });
  }
  if (gone.size === 0) return { rest: content, losses };
  const kept = Object.entries(content).filter(([key]) => !gone.has(key));
  return { rest: Object.fromEntries(kept) as T, losses };
}
