import type { ReactNode } from 'react';
import { Time } from '#components/ui/values/relative-time.tsx';
import { Sentence } from '#components/ui/values/sentence.tsx';
import type { LastKnownView, UnreachableView } from '#lib/api/contract/images/lineage.ts';
import { lastKnownWords } from '#lib/lineage/words/last-known-words.ts';

/** The part of an image or a lineage that says why it cannot be checked. */
export interface OutageView {
  readonly unreachable?: UnreachableView | null | undefined;
  readonly lastKnown?: LastKnownView | null | undefined;
}

/**
 * "Unknown since 23:18 UTC: 10.0.0.5:5000 refuses connections. Last known: stale on debian:12-slim, 23 min ago." The time
 * comes first: a cause may be long.
 */
export function OutageNote({ outage: { unreachable, lastKnown } }: { outage: OutageView }) {
  if (!unreachable) return null;
  const { host, problem, since } = unreachable;
  return (
    <p className="max-w-[90ch] break-words">
      Unknown since <Time value={since} as="clock" />:{' '}
      {host === null ? null : (
        <>
          <code className="mono wrap-anywhere">{host}</code>{' '}
        </>
      )}
      {problem}.{' '}
      {!lastKnown || lastKnown.status === 'unknown' ? null : (
        <span className="text-muted">
          Last known: <Sentence text={lastKnownWords(lastKnown)} />, <Time value={lastKnown.checkedAt} />.
        </span>
      )}
    </p>
  );
}

/** Dims children that come from the last complete check and says how old they are; otherwise shows them as they are. */
export function AsLastKnown({ outage, children }: { outage: OutageView; children: ReactNode }) {
  const { unreachable, lastKnown } = outage;
  if (!unreachable || !lastKnown) return children;
  return (
    <div className="space-y-3">
      <p className="text-sm text-muted">
        As last known <Time value={lastKnown.checkedAt} />. The latest check could not be completed.
      </p>
      <div className="last-known">{children}</div>
    </div>
  );
}
