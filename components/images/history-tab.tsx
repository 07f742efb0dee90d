'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useShownMoment } from '#components/history/url-moment.tsx';
import { buttonClass } from '#components/ui/controls/button.tsx';
import { PendingQuery } from '#components/ui/feedback/pending-query.tsx';
import { ClockHeldAt, useTimeZone } from '#components/ui/values/clock.tsx';
import { Digest } from '#components/ui/values/digest.tsx';
import { Reference } from '#components/ui/values/reference.tsx';
import { Time } from '#components/ui/values/relative-time.tsx';
import { Sentence } from '#components/ui/values/sentence.tsx';
import { StatusBadge } from '#components/ui/values/status-badge.tsx';
import { imageHistoryQuery } from '#lib/api/client/images.ts';
import { momentWords } from '#lib/lineage/words/time-words.ts';

/** Every digest the tag had, with when it was seen, and every changed verdict. */
export function HistoryTab({ id }: { id: string }) {
  const past = useShownMoment();
  const history = useQuery(imageHistoryQuery(id, past));
  const zone = useTimeZone();
  if (history.data === undefined) return <PendingQuery query={history} what="the history" />;
  const { observations, verdicts } = history.data;
  return (
    // The history goes beyond the shown moment, so its times are relative to now.
    <ClockHeldAt at={undefined}>
      <div className="grid gap-6 lg:grid-cols-[minmax(0,1fr)_minmax(0,1.6fr)]">
        <section aria-labelledby="digests-title" className="space-y-2">
          <h3 id="digests-title" className="text-sm font-medium">
            Digests of the tag
          </h3>
          {observations.length === 0 ? (
            <p className="text-sm text-muted">Not scanned yet</p>
          ) : (
            <ol className="divide-y divide-line rounded-md border border-line bg-surface text-sm">
              {observations.map(({ digest, firstSeen, lastSeen }) => (
                <li key={firstSeen} className="flex flex-wrap items-baseline gap-x-4 gap-y-1 px-3 py-2">
                  {digest === null ? (
                    <span className="text-status-broken">gone</span>
                  ) : (
                    <Digest value={digest} />
                  )}
                  <span className="text-muted">
                    first seen <Time value={firstSeen} />, last seen <Time value={lastSeen} />
                  </span>
                </li>
              ))}
            </ol>
          )}
        </section>
        <section aria-labelledby="verdicts-title" className="space-y-2">
          <h3 id="verdicts-title" className="text-sm font-medium">
            Verdicts
          </h3>
          {verdicts.length === 0 ? (
            <p className="text-sm text-muted">No verdict yet</p>
          ) : (
            <ol className="divide-y divide-line rounded-md border border-line bg-surface text-sm">
              {verdicts.map(({ at, status, summary, baseName, baseDigest, digest }) => (
                <li key={at} className="space-y-1 px-3 py-2">
                  <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
                    <StatusBadge status={status} />
                    <span className="text-muted">
                      <Time value={at} />
                    </span>
                    {digest === null ? null : <Digest value={digest} />}
                    {at === past ? (
                      <span className="ml-auto text-xs text-muted">shown</span>
                    ) : (
                      <Link
                        href={`/images/${id}?tab=history&at=${encodeURIComponent(at)}`}
                        aria-label={`Show as of ${momentWords(at, zone)}`}
                        className={`ml-auto ${buttonClass('quiet', 'sm')}`}
                      >
                        Show as of then
                      </Link>
                    )}
                  </div>
                  <p className="break-words">
                    <Sentence text={summary} />
                  </p>
                  {baseName === null ? null : (
                    <p className="flex flex-wrap items-baseline gap-x-2 text-muted">
                      based on <Reference value={baseName} wrap />
                      {baseDigest === null ? null : <Digest value={baseDigest} />}
                    </p>
                  )}
                </li>
              ))}
            </ol>
          )}
        </section>
      </div>
    </ClockHeldAt>
  );
}
