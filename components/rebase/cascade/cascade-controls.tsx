'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Undo2 } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { AllowedButton, AllowedLink } from '#components/access/allowed.tsx';
import { LinkButton } from '#components/ui/controls/link-button.tsx';
import { cascadeQuery, changeCascade, planCascadeRollBack } from '#lib/api/client/cascades.ts';
import type { CascadeView } from '#lib/api/contract/cascades.ts';
import { cascadeHref } from '../hrefs.ts';
import { RefusalNotice } from '../plan/refusal-notice.tsx';
import { type CascadeButton, cascadeActions } from './cascade-state.ts';

/** The buttons of a cascade: pause, resume and stop it, undo it, and what belongs to it. */
export function CascadeControls({ cascade }: { cascade: CascadeView }) {
  const { id, kind, reference, to, state, pushRefusal, undoes, undoneBy, canRollBack } = cascade;
  const router = useRouter();
  const client = useQueryClient();
  const change = useMutation({
    mutationFn: (action: CascadeButton['action']) => changeCascade(id, action),
    onSuccess: (changed) => client.setQueryData(cascadeQuery(id).queryKey, changed),
  });
  const undo = useMutation({
    mutationFn: () => planCascadeRollBack(id),
    onSuccess: (planned) => {
      client.setQueryData(cascadeQuery(planned.id).queryKey, planned);
      router.push(`/cascades/${planned.id}`);
    },
  });
  const failed = change.error ?? undo.error;
  return (
    <div className="space-y-3">
      <div className="flex flex-wrap gap-2">
        {cascadeActions(cascade).map(({ action, words, variant }) => (
          <AllowedButton
            key={action}
            permission="rebase"
            variant={variant}
            disabled={change.isPending}
            onClick={() => change.mutate(action)}
          >
            {words}
          </AllowedButton>
        ))}
        <LinkButton href={`/graph?focus=${encodeURIComponent(to ?? reference)}&dependents=3`}>
          Show in the graph
        </LinkButton>
        {kind === 'rebase' && (state === 'failed' || state === 'stopped') ? (
          <AllowedLink permission="rebase" href={cascadeHref(reference, to)}>
            Plan the rest
          </AllowedLink>
        ) : null}
        {canRollBack ? (
          <AllowedButton
            permission="rebase"
            disabled={undo.isPending || undo.isSuccess}
            onClick={() => undo.mutate()}
          >
            <Undo2 aria-hidden size={14} />
            Plan to undo it
          </AllowedButton>
        ) : null}
        {undoneBy === null ? null : <LinkButton href={`/cascades/${undoneBy}`}>Show its undo</LinkButton>}
        {undoes === null ? null : (
          <LinkButton href={`/cascades/${undoes}`}>Show the cascade that this undoes</LinkButton>
        )}
      </div>
      {state === 'planned' && pushRefusal !== null ? (
        <p className="rounded-md border border-line bg-surface px-4 py-3 text-sm">
          Preview only: this plan can’t be pushed. {pushRefusal}
        </p>
      ) : null}
      {failed === null ? null : <RefusalNotice error={failed} />}
    </div>
  );
}
