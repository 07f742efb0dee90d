'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { AllowedButton } from '#components/access/allowed.tsx';
import { cascadeQuery, changeCascade } from '#lib/api/client/cascades.ts';
import type { CascadeView } from '#lib/api/contract/cascades.ts';
import { familiarName } from '#lib/lineage/words/counts-and-names.ts';
import { RefusalNotice } from '../plan/refusal-notice.tsx';
import { ReasonField, reasonOf } from '../reason-field.tsx';
import { startWords } from './cascade-state.ts';

/** Starts a planned cascade: why, and whether one image runs alone first. */
export function StartCascade({ cascade, disabled }: { cascade: CascadeView; disabled: boolean }) {
  const { id, items, counts } = cascade;
  const router = useRouter();
  const client = useQueryClient();
  const [reason, setReason] = useState('');
  const [canary, setCanary] = useState('');
  const first = items.filter(({ canRunFirst }) => canRunFirst);
  const start = useMutation({
    mutationFn: () =>
      changeCascade(id, 'start', { ...reasonOf(reason), ...(canary === '' ? {} : { canary }) }),
    onSuccess: (started) => {
      client.setQueryData(cascadeQuery(id).queryKey, started);
      router.push(`/cascades/${id}`);
    },
  });
  return (
    <form
      className="space-y-3"
      onSubmit={(event) => {
        event.preventDefault();
        start.mutate();
      }}
    >
      <div className="flex flex-wrap items-end gap-3">
        <ReasonField value={reason} onChange={setReason} />
        {(counts.planned ?? 0) < 2 ? null : (
          <label className="block min-w-0 flex-1 basis-72 space-y-1.5 text-sm">
            <span className="block">Start with</span>
            <select
              value={canary}
              onChange={(event) => setCanary(event.target.value)}
              className="h-8 w-full rounded-md border border-line-strong bg-bg px-2 max-md:h-11"
            >
              <option value="">All images</option>
              {first.map(({ reference }) => (
                <option key={reference} value={reference}>
                  {familiarName(reference)} alone, then pause
                </option>
              ))}
            </select>
          </label>
        )}
        <AllowedButton
          permission="rebase"
          type="submit"
          variant="primary"
          disabled={disabled || start.isPending || start.isSuccess}
        >
          {startWords(cascade, canary !== '')}
        </AllowedButton>
      </div>
      {start.isError ? <RefusalNotice error={start.error} /> : null}
    </form>
  );
}
