'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Check, Copy, Unlink } from 'lucide-react';
import { useState } from 'react';
import { Button } from '#components/ui/controls/button.tsx';
import { useClipboard } from '#components/ui/controls/use-clipboard.ts';
import { useToast } from '#components/ui/feedback/toasts.tsx';
import { Time } from '#components/ui/values/relative-time.tsx';
import { endReport, reportsQuery } from '#lib/api/client/reports.ts';
import type { ReportHeadView } from '#lib/api/contract/reports.ts';
import { counted } from '#lib/lineage/words/counts-and-names.ts';
import { absoluteTime } from '#lib/lineage/words/time-words.ts';

const STATE_WORDS = { open: 'Open', expired: 'Expired', revoked: 'Revoked' } as const;

/** One report of the list: what it is, how its link stands, how often it was read. */
export function ReportRow({ report }: { report: ReportHeadView }) {
  const { title, url, live, filter, madeBy, madeAt, expiresAt, state, views, lastViewAt } = report;
  const open = state === 'open';
  return (
    <li className="flex flex-wrap items-center gap-x-6 gap-y-2 px-4 py-3 text-sm">
      <div className="min-w-0 flex-1 basis-80 space-y-1">
        <p className="font-medium break-words">
          {open ? (
            <a href={url} target="_blank" rel="noreferrer" className="hover:underline">
              {title}
            </a>
          ) : (
            title
          )}
        </p>
        <p className="break-words text-muted">
          {live ? 'Live' : 'Frozen'},{' '}
          {filter === '' ? 'the whole fleet' : <code className="mono">{filter}</code>}, by {madeBy}{' '}
          <Time value={madeAt} />
        </p>
      </div>
      <p className="w-36">
        {STATE_WORDS[state]}
        {open && expiresAt !== null ? (
          <span className="block text-muted">until {absoluteTime(expiresAt).slice(0, 10)}</span>
        ) : null}
      </p>
      <p className="w-36 tabular-nums">
        {counted(views, 'view')}
        {lastViewAt === null ? null : (
          <span className="block text-muted">
            last <Time value={lastViewAt} />
          </span>
        )}
      </p>
      <div className="flex min-w-56 justify-end gap-2 max-md:justify-start">
        {open ? <Actions report={report} /> : null}
      </div>
    </li>
  );
}

function Actions({ report: { id, url, title } }: { report: ReportHeadView }) {
  const client = useQueryClient();
  const toast = useToast();
  const { copied, copy } = useClipboard();
  const [sure, setSure] = useState(false);
  const end = useMutation({
    mutationFn: () => endReport(id),
    onError: (error) => toast({ error }),
    onSettled: () => client.invalidateQueries({ queryKey: reportsQuery().queryKey }),
  });
  if (sure) {
    return (
      <>
        <Button variant="danger" disabled={end.isPending} onClick={() => end.mutate()}>
          End its link for good
        </Button>
        <Button variant="quiet" onClick={() => setSure(false)}>
          Keep
        </Button>
      </>
    );
  }
  const CopyIcon = copied ? Check : Copy;
  return (
    <>
      <Button aria-label={`Copy the link of ${title}`} onClick={() => copy(url)}>
        <CopyIcon aria-hidden size={14} />
        {copied ? 'Copied' : 'Copy link'}
      </Button>
      <Button aria-label={`Revoke ${title}`} onClick={() => setSure(true)}>
        <Unlink aria-hidden size={14} />
        Revoke
      </Button>
    </>
  );
}
