'use client';

import { useQuery } from '@tanstack/react-query';
import { MomentLink, useShownMoment } from '#components/history/url-moment.tsx';
import { buttonClass } from '#components/ui/controls/button.tsx';
import { PendingQuery } from '#components/ui/feedback/pending-query.tsx';
import { Reference } from '#components/ui/values/reference.tsx';
import { Time } from '#components/ui/values/relative-time.tsx';
import { StatusBadge } from '#components/ui/values/status-badge.tsx';
import { dependentsQuery } from '#lib/api/client/graph.ts';
import { counted } from '#lib/lineage/words/counts-and-names.ts';
import { dependentsIn } from './dependents.ts';

/** The tracked images directly based on an image. */
export function DependentsTab({ reference }: { reference: string }) {
  const graph = useQuery(dependentsQuery(reference, useShownMoment()));
  if (graph.data === undefined) return <PendingQuery query={graph} what="the dependents" />;
  const dependents = dependentsIn(graph.data, reference);
  if (dependents.length === 0) {
    return <p className="text-sm text-muted">No tracked image is known to be based on this one.</p>;
  }
  return (
    <div className="space-y-3">
      <div className="flex flex-wrap items-center gap-3 text-sm">
        <span>{counted(dependents.length, 'image')} directly based on it</span>
        <MomentLink
          href={`/graph?focus=${encodeURIComponent(reference)}`}
          className={buttonClass('plain', 'sm')}
        >
          Show in the graph
        </MomentLink>
      </div>
      <ul className="divide-y divide-line rounded-md border border-line bg-surface text-sm">
        {dependents.map(({ id, imageId, reference: name, status, behindSince }) => (
          <li key={id} className="flex items-center gap-3 px-3 py-1.5">
            <span className="flex min-w-0 flex-1">
              {imageId === null ? (
                <Reference value={name} />
              ) : (
                <MomentLink
                  href={`/images/${imageId}`}
                  className="min-w-0 underline-offset-4 hover:underline"
                >
                  <Reference value={name} />
                </MomentLink>
              )}
            </span>
            {behindSince === null ? null : (
              <span className="text-muted max-md:hidden">
                behind <Time value={behindSince} as="span" />
              </span>
            )}
            <StatusBadge status={status} />
          </li>
        ))}
      </ul>
    </div>
  );
}
