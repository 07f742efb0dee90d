import type { ImagePlacesView } from '#lib/api/contract/sources.ts';

type Place = ImagePlacesView['items'][number];

/** What a source says of an image. */
export const MENTION_WORDS: Readonly<Record<Place['kind'], string>> = {
  stored: 'Stored',
  runs: 'Runs',
  declared: 'Declared',
};

/** A place in the source's own terms: what runs by cluster, namespace and workload first, then the rest with its keys. */
export function placeWords({ place }: Pick<Place, 'place'>): string {
  const { cluster, namespace, workload, container, pods, pushedAt: _, outdated: __, ...rest } = place;
  const path = [cluster, namespace, workload, container].filter((part) => part !== undefined);
  const others = Object.entries(rest).map(([key, value]) => `${key} ${value}`);
  return [path.join(' / '), pods === undefined ? '' : `${pods} ${pods === 1 ? 'pod' : 'pods'}`, ...others]
    .filter((part) => part !== '')
    .join(' · ');
}

/** Whether the digest there is what the tag has now. */
export function digestWords({ digest, family }: Pick<Place, 'digest' | 'family'>): string {
  if (digest === null) return 'digest not known';
  if (family === true) return 'the image that the tag has now';
  return family === false ? 'not what the tag has now' : 'not comparable with what the tag has now';
}
