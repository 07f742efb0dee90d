'use client';

import { useQuery } from '@tanstack/react-query';
import { Button } from '#components/ui/controls/button.tsx';
import { PendingQuery } from '#components/ui/feedback/pending-query.tsx';
import { Skeleton } from '#components/ui/feedback/skeleton.tsx';
import { newerTagsQuery } from '#lib/api/client/bases.ts';
import type { NewerTagsView } from '#lib/api/contract/images/bases.ts';
import { tryParseReference } from '#lib/oci/reference.ts';

/** The newer tags of a base's repository; the registry is requested when somebody asks for them. */
export function NewerTags({ reference }: { reference: string }) {
  const found = useQuery({ ...newerTagsQuery(reference), enabled: false });
  const wanted = found.data !== undefined || found.isFetching || found.isError;
  return (
    <section aria-labelledby="newer-tags-title" className="space-y-2">
      <h2 id="newer-tags-title" className="font-medium">
        Newer tags
      </h2>
      {!wanted ? (
        <Button size="sm" onClick={() => void found.refetch()}>
          Find newer tags
        </Button>
      ) : found.data === undefined ? (
        <PendingQuery query={found} what="the tags">
          <Skeleton className="h-4 w-48" />
        </PendingQuery>
      ) : (
        <Tags found={found.data} tag={tryParseReference(reference)?.tag} />
      )}
    </section>
  );
}

function Tags({
  found: { comparable, tags, total },
  tag,
}: {
  found: NewerTagsView;
  tag: string | undefined;
}) {
  if (!comparable) {
    return (
      <p role="status" className="text-sm text-muted">
        {tag === undefined ? 'It has no tag' : `“${tag}” is no version`}, so no other tag counts as newer.
      </p>
    );
  }
  if (tags.length === 0) {
    return (
      <p role="status" className="text-sm text-muted">
        No newer tag of the same kind.
      </p>
    );
  }
  return (
    <div role="status" className="space-y-1 text-sm">
      <ul className="flex flex-wrap gap-1.5">
        {tags.map((each) => (
          <li key={each} className="mono rounded-sm border border-line bg-surface px-1.5 break-all">
            {each}
          </li>
        ))}
      </ul>
      {total > tags.length ? (
        <p className="text-muted">and {(total - tags.length).toLocaleString('en')} more</p>
      ) : null}
    </div>
  );
}
