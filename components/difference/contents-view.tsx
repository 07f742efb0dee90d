'use client';

import { useQuery } from '@tanstack/react-query';
import { Button } from '#components/ui/controls/button.tsx';
import { PendingQuery } from '#components/ui/feedback/pending-query.tsx';
import { Skeleton } from '#components/ui/feedback/skeleton.tsx';
import { Sentence } from '#components/ui/values/sentence.tsx';
import { contentsQuery } from '#lib/api/client/differences.ts';
import type { ContentsView as Contents } from '#lib/api/contract/differences.ts';
import { FileChanges } from './file-changes.tsx';
import { PackageChanges } from './package-changes.tsx';

/** The packages and files that differ; the layers are read when this is shown. */
export function ContentsView({ request }: { request: Parameters<typeof contentsQuery>[0] }) {
  const contents = useQuery(contentsQuery(request));
  return (
    <>
      <section aria-label="Packages" className="space-y-2">
        <h3 className="text-sm font-medium">
          {contents.data !== undefined && isNothingRead(contents.data) ? 'Packages and files' : 'Packages'}
        </h3>
        {contents.data === undefined ? (
          <PendingQuery query={contents} what="the packages">
            <p className="text-sm text-muted">Reading the layers of both images…</p>
            <Skeleton className="h-24" />
          </PendingQuery>
        ) : (
          <Packages packages={contents.data.packages} onRetry={() => void contents.refetch()} />
        )}
      </section>
      {contents.data === undefined || isNothingRead(contents.data) ? null : (
        <section aria-label="Files" className="space-y-2">
          <h3 className="text-sm font-medium">Files</h3>
          {contents.data.files.state === 'compared' ? (
            <FileChanges files={contents.data.files} />
          ) : (
            <NotRead reasons={contents.data.files.reasons} onRetry={() => void contents.refetch()} />
          )}
        </section>
      )}
    </>
  );
}

/** True where packages and files were not compared for the same reasons: one note says it for both. */
function isNothingRead({ files, packages }: Contents): boolean {
  return (
    files.state === 'not-compared' &&
    packages.state === 'not-compared' &&
    files.reasons.join() === packages.reasons.join()
  );
}

function Packages({ packages, onRetry }: { packages: Contents['packages']; onRetry: () => void }) {
  switch (packages.state) {
    case 'compared':
      return <PackageChanges packages={packages} />;
    case 'no-database':
      return (
        <p className="text-sm text-muted">
          Neither image has a package database (dpkg, apk or rpm), so packages can’t be compared.
        </p>
      );
    case 'not-compared':
      return <NotRead reasons={packages.reasons} onRetry={onRetry} />;
  }
}

/** Reasons shown at once: a list of layers may be long. */
const SHOWN = 5;

/** Says that something was not compared, and why: never to be taken for "no change". */
function NotRead({ reasons, onRetry }: { reasons: readonly string[]; onRetry: () => void }) {
  return (
    <div
      role="alert"
      className="space-y-2 rounded-md border border-dashed border-status-unknown px-4 py-3 text-sm"
    >
      <p className="font-medium">Not compared</p>
      {reasons.slice(0, SHOWN).map((reason) => (
        <p key={reason} className="break-words">
          <Sentence text={reason} />
        </p>
      ))}
      {reasons.length > SHOWN ? (
        <p className="text-muted">and {reasons.length - SHOWN} more reasons</p>
      ) : null}
      <Button size="sm" onClick={onRetry}>
        Try again
      </Button>
    </div>
  );
}
