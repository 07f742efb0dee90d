import type { StatusView } from '#lib/api/contract/images/lineage.ts';
import type { SourceView } from '#lib/api/contract/sources.ts';
import { counted } from '#lib/lineage/words/counts-and-names.ts';

/** The word of each state, and the status whose icon and colour it has. */
const SOURCE_LOOK: Readonly<
  Record<
    SourceView['state'] | 'new' | 'silent' | 'posted',
    { readonly word: string; readonly like: StatusView; readonly means: string }
  >
> = {
  ok: { word: 'Complete', like: 'up-to-date', means: 'Its last listing read everything.' },
  listing: { word: 'Listing', like: 'pending', means: 'It is being listed.' },
  failing: {
    word: 'Failing',
    like: 'broken',
    means: 'Its last listing could read nothing. No image was untracked.',
  },
  incomplete: {
    word: 'Incomplete',
    like: 'stale',
    means: 'Its last listing could read a part. No image was untracked.',
  },
  asks: { word: 'Needs a confirmation', like: 'stale', means: 'Its last listing misses many images.' },
  silent: {
    word: 'Silent',
    like: 'broken',
    means: 'Nothing is posted to it any more. No image was untracked.',
  },
  posted: {
    word: 'Posted',
    like: 'root',
    means: 'No interval of posts is set, so Baseboard can’t tell when they stop. Set one under Edit.',
  },
  new: { word: 'Waiting', like: 'pending', means: 'It was not listed yet.' },
};

/** The look of a source: one that nothing is known of yet is no complete one. */
export function lookOf({
  kind,
  state,
  lastListing,
  silentSince,
  expectedEvery,
  from,
}: Pick<SourceView, 'kind' | 'state' | 'lastListing' | 'silentSince' | 'expectedEvery' | 'from'>) {
  if (silentSince !== null && state !== 'asks') return SOURCE_LOOK.silent;
  if (state !== 'ok') return SOURCE_LOOK[state];
  if (lastListing === null) return SOURCE_LOOK.new;
  // "Complete" would be a promise about now. Nobody posts to the sample's sources.
  return SOURCE_LOOK[kind === 'push' && expectedEvery === null && from !== 'sample' ? 'posted' : 'ok'];
}

/** The sources that somebody should look at: nothing can be read of them, they are silent, or they need a confirmation. */
export function troubledSources(sources: readonly SourceView[]): SourceView[] {
  return sources.filter(({ state, silentSince }) => {
    return state === 'failing' || state === 'asks' || silentSince !== null;
  });
}

/** The settings that say what is listed, the host first. Others, such as certificates, are of no use at a glance. */
const TARGET = [
  ...['cluster', 'registry', 'server', 'api', 'region', 'account', 'location'],
  ...['project', 'group', 'owner', 'namespace', 'key'],
];

/** What a source lists: its host and the part of it. */
export function targetWords({ config }: Pick<SourceView, 'config'>): string {
  return TARGET.flatMap((key) => {
    const value = config[key];
    return typeof value === 'string' ? [value] : [];
  }).join(' · ');
}

/** What a listing found, in one sentence without its end. */
export function listingWords(
  listing: NonNullable<SourceView['lastListing']>,
  { kind, state }: Pick<SourceView, 'kind' | 'state'>,
): string {
  const { seen, found, added, released, repositories, sequence } = listing;
  if (state === 'listing') {
    const of = repositories.total === null ? '' : ` of ${repositories.total.toLocaleString('en')}`;
    return `Repository ${(repositories.read + 1).toLocaleString('en')}${of}: ${counted(seen, 'image')} selected so far`;
  }
  const what =
    kind === 'files'
      ? `${counted(seen, 'name')} in the files`
      : sequence === null
        ? `${counted(seen, 'image')} selected of ${counted(found, 'tag')}`
        : `${counted(seen, 'image')} posted as picture ${sequence}`;
  return `${what}; ${added.toLocaleString('en')} new, ${released.toLocaleString('en')} untracked`;
}
