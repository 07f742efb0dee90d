'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useWhyNot } from '#components/access/current-user.tsx';
import { useSnooze } from '#components/snooze/use-snooze.ts';
import { ConfirmButton } from '#components/ui/controls/confirm-button.tsx';
import { useNow, useTimeZone } from '#components/ui/values/clock.tsx';
import { Reference } from '#components/ui/values/reference.tsx';
import { Time } from '#components/ui/values/relative-time.tsx';
import { holdsQuery } from '#lib/api/client/holds.ts';
import type { HoldView } from '#lib/api/contract/images/holds.ts';
import { counted } from '#lib/lineage/words/counts-and-names.ts';
import { snoozeWords } from '#lib/lineage/words/snooze-words.ts';
import { PagedList } from './paged-list.tsx';

/** Everything that is snoozed, with who snoozed it and why, and the buttons that end it. */
export function HoldsList() {
  const list = useInfiniteQuery(holdsQuery());
  return (
    <PagedList
      list={list}
      empty="Select images in the fleet and press Snooze."
      row={(hold: HoldView) => <HoldRow key={hold.id} hold={hold} />}
    />
  );
}

function HoldRow({ hold }: { hold: HoldView }) {
  const { id, reason, createdAt, createdBy, images } = hold;
  const now = useNow();
  const zone = useTimeZone();
  const { end } = useSnooze();
  const mayEnd = useWhyNot('track') === undefined;
  return (
    <li className="flex flex-wrap items-center gap-x-6 gap-y-2 px-4 py-3 text-sm">
      <div className="min-w-0 flex-1 basis-80 space-y-1">
        <Target hold={hold} />
        <p className="break-words text-muted">
          {reason}, by {createdBy} <Time value={createdAt} />
        </p>
      </div>
      <p className="w-64">
        {snoozeWords(hold, now, zone)}
        <span className="block text-muted">{counted(images, 'image')} now</span>
      </p>
      {mayEnd ? (
        <ConfirmButton
          words="End"
          confirmWords="End snooze"
          label={reason}
          busy={end.isPending}
          onConfirm={() => end.mutate(id)}
        />
      ) : null}
    </li>
  );
}

/** What a hold is on. */
function Target({ hold: { reference, references, base, filter } }: { hold: HoldView }) {
  if (base !== null) {
    return (
      <p className="flex min-w-0 items-baseline gap-1.5">
        Everything based on <Reference value={base} />
      </p>
    );
  }
  if (filter !== null) {
    return (
      <p className="break-words">
        {filter === '' ? (
          'The whole fleet'
        ) : (
          <>
            Images that match{' '}
            <Link href={`/?${new URLSearchParams({ filter })}`} className="mono underline underline-offset-2">
              {filter}
            </Link>
          </>
        )}
      </p>
    );
  }
  if (reference !== null) return <Reference value={reference} wrap />;
  return (
    <details>
      <summary>{counted(references?.length ?? 0, 'image')}</summary>
      <ul className="mt-1 space-y-0.5">
        {references?.map((each) => (
          <li key={each} className="flex">
            <Reference value={each} />
          </li>
        ))}
      </ul>
    </details>
  );
}
