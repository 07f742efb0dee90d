import type { ImagePlacesView } from '#lib/api/contract/sources.ts';

type Place = ImagePlacesView['items'][number];

/** The parts of the tab, in order: what runs is what people act on. */
export const PLACE_SECTIONS: readonly { readonly kind: Place['kind']; readonly title: string }[] = [
  { kind: 'runs', title: 'What runs' },
  { kind: 'declared', title: 'What is declared' },
  { kind: 'stored', title: 'What is stored' },
];

/** What a new container would get instead of what runs. */
export const RUNNING_WORDS: Readonly<Record<NonNullable<Place['running']>['state'], string>> = {
  same: 'Same image',
  outdated: 'Another build than the tag’s',
  'cannot-pull': 'Cannot be pulled again',
  unknown: 'Not known',
};

/** A place in the source's own terms: what runs by cluster, namespace and workload first, then the rest with its keys. */
export function placeWords({ place }: Pick<Place, 'place'>): string {
  if (place.file !== undefined) return fileWords(place);
  const { cluster, namespace, workload, container, pods, pushedAt: _, outdated: __, ...rest } = place;
  const path = [cluster, namespace, workload, container].filter((part) => part !== undefined);
  const others = Object.entries(rest).map(([key, value]) => `${key} ${value}`);
  return [path.join(' / '), pods === undefined ? '' : `${pods} ${pods === 1 ? 'pod' : 'pods'}`, ...others]
    .filter((part) => part !== '')
    .join(' · ');
}

/** A place in a file: the repository, the file and the line first, then what it belongs to there. */
function fileWords({ repository, file, line, service, stage, note, ...rest }: Place['place']): string {
  const path = [repository, line === undefined ? file : `${file}:${line}`].filter(
    (part) => part !== undefined,
  );
  const named = Object.entries({ service, stage }).flatMap(([key, value]) =>
    value === undefined ? [] : [`${key} ${value}`],
  );
  const built = rest.how === 'output' ? 'built there' : undefined;
  return [path.join(' / '), ...named, rest.in, built, note].filter((part) => part !== undefined).join(' · ');
}

/** Whether the digest there is what the tag has now. */
export function digestWords({ digest, family }: Pick<Place, 'digest' | 'family'>): string {
  if (digest === null) return 'digest not known';
  if (family === true) return 'the image that the tag has now';
  return family === false ? 'not what the tag has now' : 'not comparable with what the tag has now';
}
