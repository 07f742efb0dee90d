'use client';

import { useState } from 'react';
import { ContentsView } from '#components/difference/contents-view.tsx';
import type { RebasePlanView } from '#lib/api/contract/rebases.ts';
import { isDigest } from '#lib/oci/digest.ts';
import { formatReference, tryParseReference } from '#lib/oci/reference.ts';

/** What differs between the old and the new base of a platform: packages and files, read when somebody opens it. */
export function BaseDifference({
  plan: { reference, oldBase, newBase },
  platform: { platform, oldBaseDigest, newBaseDigest },
}: {
  plan: RebasePlanView;
  platform: RebasePlanView['platforms'][number];
}) {
  const [open, setOpen] = useState(false);
  const from = manifestOf(oldBase.name ?? newBase.name, oldBaseDigest);
  const to = manifestOf(newBase.name, newBaseDigest);
  if (from === undefined || to === undefined || from === to) return null;
  return (
    <details
      onToggle={(event) => setOpen(event.currentTarget.open)}
      className="rounded-md border border-line bg-surface"
    >
      <summary className="cursor-pointer px-4 py-2 text-sm font-medium max-md:py-3">
        What changes in the base
      </summary>
      {open ? (
        <div className="space-y-6 border-t border-line px-4 py-3">
          {/* The image itself has its old base's layers, even if the base's registry no longer does. */}
          <ContentsView request={{ from, to, platform, also: reference }} />
        </div>
      ) : null}
    </details>
  );
}

/** One platform's manifest in a base's repository. */
function manifestOf(name: string | null, digest: string | null | undefined): string | undefined {
  const parsed = tryParseReference(name ?? '');
  if (parsed === undefined || digest == null || !isDigest(digest)) return undefined;
  const { registry, repository } = parsed;
  return formatReference({ registry, repository, digest });
}
