'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { PendingQuery } from '#components/ui/feedback/pending-query.tsx';
import { Digest } from '#components/ui/values/digest.tsx';
import { Time } from '#components/ui/values/relative-time.tsx';
import { placesQuery } from '#lib/api/client/images.ts';
import type { ImagePlacesView } from '#lib/api/contract/sources.ts';
import { SOURCE_KIND } from '#lib/sources/source-kind.ts';
import { digestWords, MENTION_WORDS, placeWords } from './place-words.ts';

type Place = ImagePlacesView['items'][number];

/** Every place that mentions an image, and whether it has the image that the tag has now. */
export function PlacesTab({ id, isPast }: { id: string; isPast: boolean }) {
  const places = useQuery({ ...placesQuery(id), enabled: !isPast });
  if (isPast) {
    return <p className="text-sm text-muted">Places are known as they are now. Go to now to see them.</p>;
  }
  if (places.data === undefined) return <PendingQuery query={places} what="the places" />;
  if (places.data.length === 0) {
    return (
      <p className="text-sm text-muted">
        No source mentions this image: a person added it.{' '}
        <Link href="/settings/sources" className="underline underline-offset-2 hover:text-text">
          Sources
        </Link>{' '}
        list registries, or take what agents and pipelines post.
      </p>
    );
  }
  return (
    <ul className="divide-y divide-line rounded-md border border-line bg-surface text-sm">
      {places.data.map((place) => (
        <PlaceRow
          key={JSON.stringify([place.source.id, place.kind, place.place, place.digest])}
          place={place}
        />
      ))}
    </ul>
  );
}

function PlaceRow({ place }: { place: Place }) {
  const { source, kind, digest, lastSeen, goneSince } = place;
  return (
    <li className="space-y-1 px-3 py-2">
      <p className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <span className="font-medium">{MENTION_WORDS[kind]}</span>
        <span className="mono min-w-0 wrap-anywhere">{placeWords(place)}</span>
      </p>
      <p className="flex flex-wrap items-baseline gap-x-3 gap-y-1 text-muted">
        <span className="min-w-0 break-words" title={SOURCE_KIND[source.kind]}>
          {source.name}
        </span>
        {digest === null ? null : <Digest value={digest} />}
        <span className={place.family === false ? 'text-status-stale' : ''}>{digestWords(place)}</span>
        <span>
          {goneSince === null ? (
            <>
              seen <Time value={lastSeen} />
            </>
          ) : (
            <>
              no longer mentioned since <Time value={goneSince} as="clock" />
            </>
          )}
        </span>
      </p>
    </li>
  );
}
