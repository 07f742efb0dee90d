'use client';

import { useQuery } from '@tanstack/react-query';
import { CircleHelp, Equal, History, type LucideIcon, Unplug } from 'lucide-react';
import Link from 'next/link';
import { PendingQuery } from '#components/ui/feedback/pending-query.tsx';
import { Digest } from '#components/ui/values/digest.tsx';
import { Time } from '#components/ui/values/relative-time.tsx';
import { Sentence } from '#components/ui/values/sentence.tsx';
import { placesQuery } from '#lib/api/client/images.ts';
import type { ImagePlacesView } from '#lib/api/contract/sources.ts';
import { SOURCE_KIND } from '#lib/sources/source-kind.ts';
import { digestWords, PLACE_SECTIONS, placeWords, RUNNING_WORDS } from './place-words.ts';

type Place = ImagePlacesView['items'][number];
type RunningStateName = NonNullable<Place['running']>['state'];

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
        list registries, clusters and repositories, or take what agents and pipelines post.
      </p>
    );
  }
  return (
    <div className="space-y-4 text-sm">
      {PLACE_SECTIONS.map(({ kind, title }) => {
        const shown = places.data.filter((place) => place.kind === kind);
        return shown.length === 0 ? null : (
          <section key={kind} aria-label={title} className="space-y-2">
            <h3 className="font-medium">{title}</h3>
            <ul className="divide-y divide-line rounded-md border border-line bg-surface">
              {shown.map((place) => (
                <PlaceRow key={JSON.stringify([place.source.id, place.place, place.digest])} place={place} />
              ))}
            </ul>
          </section>
        );
      })}
    </div>
  );
}

function PlaceRow({ place }: { place: Place }) {
  const { source, digest, lastSeen, goneSince, silentSince, dockerfile, running } = place;
  return (
    <li className="space-y-1 px-3 py-2">
      <p className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        {running === null ? null : <RunningState state={running.state} />}
        <span className="mono min-w-0 wrap-anywhere">{placeWords(place)}</span>
      </p>
      {running === null ? null : <p className="text-muted">{running.reason}</p>}
      {silentSince === null ? null : (
        <p className="text-status-stale">
          As of <Time value={silentSince} as="moment" />: nothing has been posted to its source since then.
        </p>
      )}
      {dockerfile === null ? null : (
        <p
          className={
            dockerfile.result === 'same' || dockerfile.result === 'unknown'
              ? 'text-muted'
              : 'text-status-stale'
          }
        >
          <Sentence text={dockerfile.text} />
        </p>
      )}
      <p className="flex flex-wrap items-baseline gap-x-3 gap-y-1 text-muted">
        <span className="min-w-0 break-words" title={SOURCE_KIND[source.kind]}>
          {source.name}
        </span>
        {digest === null ? null : <Digest value={digest} />}
        {running === null ? (
          <span className={place.family === false ? 'text-status-stale' : ''}>{digestWords(place)}</span>
        ) : null}
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

const RUNNING_ICON: Readonly<Record<RunningStateName, LucideIcon>> = {
  same: Equal,
  outdated: History,
  'cannot-pull': Unplug,
  unknown: CircleHelp,
};

/** What a new container would get. It has no colour of a status: those are for what images are based on. */
function RunningState({ state }: { state: RunningStateName }) {
  const Icon = RUNNING_ICON[state];
  return (
    <span className="inline-flex items-baseline gap-1 font-medium">
      <Icon aria-hidden size={14} className="self-center" />
      {RUNNING_WORDS[state]}
    </span>
  );
}
