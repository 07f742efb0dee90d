'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Check, Copy } from 'lucide-react';
import { Button } from '#components/ui/controls/button.tsx';
import { ConfirmButton } from '#components/ui/controls/confirm-button.tsx';
import { useClipboard } from '#components/ui/controls/use-clipboard.ts';
import { useToast } from '#components/ui/feedback/toasts.tsx';
import { Time } from '#components/ui/values/relative-time.tsx';
import { reportsQuery, revokeReport } from '#lib/api/client/reports.ts';
import type { ReportHeadView } from '#lib/api/contract/reports.ts';
import { counted } from '#lib/lineage/words/counts-and-names.ts';

const STATE_WORDS = { open: 'Open', expired: 'Expired', revoked: 'Revoked' } as const;

/** One report: what it is, the state of its link, and how often it was viewed. */
export function ReportRow({ report }: { report: ReportHeadView }) {
  const { title, url, live, filter, chosen, madeBy, madeAt, expiresAt, state, views, lastViewAt } = report;
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
          {chosen !== null ? (
            counted(chosen, 'selected image')
          ) : filter === '' ? (
            'the whole fleet'
          ) : (
            <code className="mono">{filter}</code>
          )}
          , by {madeBy} <Time value={madeAt} />
        </p>
      </div>
      <p className="w-36">
        {STATE_WORDS[state]}
        {open && expiresAt !== null ? (
          <span className="block text-muted">
            expires <Time value={expiresAt} as="until" />
          </span>
        ) : null}
      </p>
      <p className="w-36 tabular-nums">
        {counted(views, 'view')}
        {lastViewAt === null ? null : (
          <span className="block text-muted">
            last viewed <Time value={lastViewAt} />
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
  const revoke = useMutation({
    mutationFn: () => revokeReport(id),
    onError: (error) => toast({ error }),
    onSettled: () => client.invalidateQueries({ queryKey: reportsQuery().queryKey }),
  });
  const CopyIcon = copied ? Check : Copy;
  return (
    <>
      <Button size="sm" aria-label={`Copy link: ${title}`} onClick={() => copy(url)}>
        <CopyIcon aria-hidden size={13} />
        {copied ? 'Copied' : 'Copy link'}
      </Button>
      <ConfirmButton
        words="Revoke"
        confirmWords="Revoke link"
        label={title}
        busy={revoke.isPending}
        onConfirm={() => revoke.mutate()}
      />
    </>
  );
}
