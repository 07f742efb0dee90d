import Link from 'next/link';
import type { ReactNode } from 'react';
import { SampleFleetNote } from '#components/sample-fleet/sample-fleet-note.tsx';
import { intervalWords } from '#components/settings/settings-words.ts';
import { Time } from '#components/ui/values/relative-time.tsx';
import { STATUS_LOOK, StatusIcon } from '#components/ui/values/status-badge.tsx';
import type { SourceView } from '#lib/api/contract/sources.ts';
import { counted } from '#lib/lineage/words/counts-and-names.ts';
import { isListedKind, SOURCE_KIND, type SourceKind } from '#lib/sources/source-kind.ts';
import { SourceActions } from './source-actions.tsx';
import { listingWords, lookOf, targetWords } from './source-words.ts';

/** A source: its state, its last listing, its images, and what is wrong with it. */
export function SourceCard({ source }: { source: SourceView }) {
  const { name, kind, from, tracked, missing, lastListing, lastCompleteAt, nextAt, state } = source;
  const { expectedEvery } = source;
  const { word, like, means } = lookOf(source);
  const target = targetWords(source);
  return (
    <li className="space-y-3 rounded-md border border-line bg-surface px-4 py-3 text-sm">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <h2 className="min-w-0 font-medium break-words">{name}</h2>
        <span
          title={means}
          data-source-state={state}
          className={`inline-flex items-center gap-1.5 font-medium ${STATUS_LOOK[like].ink}`}
        >
          <StatusIcon status={like} />
          {word}
        </span>
        <span className="min-w-0 text-muted md:ml-auto">
          {from === 'sample' ? 'Sample' : SOURCE_KIND[kind]}
          {target === '' ? null : <span className="mono break-all"> · {target}</span>}
        </span>
      </div>
      <Trouble source={source} />
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 [&_dt]:text-muted">
        <Fact term="Images">
          <Link
            href={`/?filter=${encodeURIComponent(`source:"${name}"`)}`}
            className="underline underline-offset-2"
          >
            {counted(tracked, 'image')} tracked
          </Link>
          {missing === 0 ? null : `, ${missing.toLocaleString('en')} of them no longer mentioned`}
        </Fact>
        {lastListing === null ? null : (
          <Fact term={state === 'listing' ? 'This listing' : (LAST_WORDS[kind] ?? 'Last listing')}>
            {listingWords(lastListing, source)}{' '}
            <span className="text-muted">
              (<Time value={lastListing.endedAt ?? lastListing.startedAt} />)
            </span>
            {lastListing.unreadable === 0
              ? null
              : `; ${counted(lastListing.unreadable, 'reference')} cannot be read`}
          </Fact>
        )}
        {!isListedKind(kind) || state === 'ok' || lastListing === null ? null : (
          <Fact term="Last complete">
            {lastCompleteAt === null ? 'never' : <Time value={lastCompleteAt} />}
          </Fact>
        )}
        {nextAt === null || state === 'listing' ? null : (
          <Fact term="Next listing">
            <Time value={nextAt} as="until" />
          </Fact>
        )}
        {kind === 'push' && from !== 'sample' ? (
          <Fact term="Expected">
            {expectedEvery === null ? 'no interval set' : `every ${intervalWords(expectedEvery)}`}
          </Fact>
        ) : null}
        {from === 'sample' ? null : kind === 'push' ? (
          <Fact term="Post to">
            <span className="mono break-all">/api/v1/sources/{source.id}/mentions</span>
          </Fact>
        ) : !isListedKind(kind) ? null : (
          <Fact term="Requests">
            {source.requests.used.toLocaleString('en')} of {source.requests.perHour.toLocaleString('en')} in
            this hour
          </Fact>
        )}
        {from === 'file' ? (
          <Fact term="Settings">
            in <code>baseboard.yaml</code>: change them there
          </Fact>
        ) : null}
      </dl>
      {from === 'sample' ? (
        <SampleFleetNote>It belongs to the sample fleet: nothing outside Baseboard is read.</SampleFleetNote>
      ) : null}
      <SourceActions source={source} />
    </li>
  );
}

/** What the newest listing is called where nothing is listed. */
const LAST_WORDS: Readonly<Partial<Record<SourceKind, string>>> = {
  push: 'Last post',
  files: 'Last upload',
};

/** What is wrong, with the missing right, and what it means for the images. */
function Trouble({ source }: { source: SourceView }) {
  const { state, lastListing, silentSince } = source;
  const { error = null, shrank = null } = lastListing ?? {};
  return (
    <>
      {silentSince === null ? null : <Silence source={source} since={silentSince} />}
      {error === null || state === 'listing' ? null : (
        <p className="break-words">
          {error.charAt(0).toUpperCase()}
          {error.slice(1)}
        </p>
      )}
      {state === 'asks' ? (
        <p className="break-words">
          {shrank === null
            ? 'Many images were missing from a listing.'
            : `The last listing misses ${shrank.missing.toLocaleString('en')} of ${counted(shrank.known, 'image')}.`}{' '}
          A lost permission looks the same. Nothing is untracked until you confirm that they are gone.
        </p>
      ) : null}
    </>
  );
}

function Silence({ source: { lastListing, expectedEvery }, since }: { source: SourceView; since: string }) {
  return (
    <p className="break-words">
      {lastListing === null ? (
        <>
          Nothing has been posted since it was added <Time value={since} />.
        </>
      ) : (
        <>
          No post since <Time value={since} as="clock" /> (<Time value={since} />
          ).
        </>
      )}
      {expectedEvery === null ? '' : ` A post is expected every ${intervalWords(expectedEvery)}.`} Its images
      are shown as of then. None was untracked. Check that the agent or the pipeline runs, and that its API
      token still works.
    </p>
  );
}

function Fact({ term, children }: { term: string; children: ReactNode }) {
  return (
    <>
      <dt>{term}</dt>
      <dd className="min-w-0">{children}</dd>
    </>
  );
}
