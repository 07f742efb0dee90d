'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '#components/ui/controls/button.tsx';
import { PendingQuery } from '#components/ui/feedback/pending-query.tsx';
import { Skeleton } from '#components/ui/feedback/skeleton.tsx';
import { Digest } from '#components/ui/values/digest.tsx';
import { documentQuery } from '#lib/api/client/lineage.ts';
import { byteSize } from '#lib/lineage/words/counts-and-names.ts';
import { decodeDocument } from './decode-document.ts';

/** A document from the registry: decoded for reading, raw for verifying its digest. */
export function DocumentViewer({ digest, repository }: { digest: string; repository: string | undefined }) {
  const [raw, setRaw] = useState(false);
  const document = useQuery(documentQuery(digest, repository));
  if (document.data === undefined) {
    return (
      <PendingQuery query={document} what="the document">
        <Skeleton className="h-40" />
      </PendingQuery>
    );
  }
  const { mediaType, size, raw: text, json } = document.data;
  const decoded = json !== null && !raw;
  return (
    <div className="rounded-md border border-line">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1 border-b border-line px-3 py-1.5">
        <Digest value={digest} />
        <span className="mono min-w-0 break-all text-muted">{mediaType}</span>
        <span className="text-muted tabular-nums">{byteSize(size)}</span>
        <div className="ml-auto flex gap-1">
          <Button
            size="sm"
            variant={decoded ? 'plain' : 'quiet'}
            disabled={json === null}
            aria-pressed={decoded}
            onClick={() => setRaw(false)}
          >
            Decoded
          </Button>
          <Button
            size="sm"
            variant={decoded ? 'quiet' : 'plain'}
            aria-pressed={!decoded}
            onClick={() => setRaw(true)}
          >
            Raw
          </Button>
        </div>
      </div>
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, also by keyboard.
        tabIndex={0}
        className="mono max-h-96 overflow-auto bg-bg p-3 break-all whitespace-pre-wrap"
      >
        {decoded ? decodeDocument(text) : text}
      </pre>
    </div>
  );
}
