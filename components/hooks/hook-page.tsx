'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ArrowLeft } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Button } from '#components/ui/controls/button.tsx';
import { Dialog } from '#components/ui/controls/dialog.tsx';
import { useToast } from '#components/ui/feedback/toasts.tsx';
import { changeHook, removeHook, testHook } from '#lib/api/client/hooks.ts';
import type { HookView, NewHookView } from '#lib/api/contract/hooks.ts';
import { CallLog } from './call-log.tsx';
import { HookSubject, LastHeard } from './hook-list.tsx';
import { HookRecipe, NewHookSecrets } from './hook-recipe.tsx';
import { hookHref } from './hrefs.ts';

/** One hook: its state, how to set up its sender, and its last calls; with buttons to test, disable and remove it. */
export function HookPage({
  hook,
  created,
}: {
  hook: HookView;
  /** Its address and its secret, if it was just created. */
  created: NewHookView | null;
}) {
  const client = useQueryClient();
  const toast = useToast();
  const refresh = () => client.invalidateQueries({ queryKey: ['hooks'] });
  const test = useMutation({
    mutationFn: () => testHook(hook.id),
    onSuccess: ({ accepted }) =>
      toast({
        text:
          accepted > 0
            ? 'Test accepted: the tag is read again.'
            : 'Test sent. Nothing is tracked that it fits.',
      }),
    onError: (error) => toast({ error }),
    onSettled: refresh,
  });
  const change = useMutation({
    mutationFn: () => changeHook(hook.id, { disabled: !hook.disabled }),
    onSuccess: ({ name, disabled }) => toast({ text: `${name} ${disabled ? 'disabled' : 'enabled'}.` }),
    onError: (error) => toast({ error }),
    onSettled: refresh,
  });
  const mapped = Object.entries(hook.map);
  return (
    <div className="space-y-5">
      <BackToHooks />
      <header className="space-y-1.5">
        <h2 className="min-w-0 text-base font-semibold break-words">{hook.name}</h2>
        <HookSubject hook={hook} />
        <p className="text-sm">
          {hook.disabled ? 'Disabled: calls are answered with 404. ' : ''}
          <LastHeard hook={hook} />
        </p>
        {mapped.length === 0 ? null : (
          <ul className="text-sm text-muted">
            {mapped.map(([from, to]) => (
              <li key={from} className="break-words">
                <span className="mono">{from}</span> is <span className="mono">{to}</span> in references
              </li>
            ))}
          </ul>
        )}
      </header>
      {created === null ? null : <NewHookSecrets created={created} />}
      <div className="flex flex-wrap items-start gap-2">
        <Button
          variant="primary"
          className="max-md:h-11"
          disabled={test.isPending || hook.disabled}
          onClick={() => test.mutate()}
        >
          Send test
        </Button>
        <Button className="max-md:h-11" disabled={change.isPending} onClick={() => change.mutate()}>
          {hook.disabled ? 'Enable' : 'Disable'}
        </Button>
        <RemoveButton hook={hook} />
      </div>
      {hook.lastHeardAt === null ? (
        <>
          <HookRecipe kind={hook.kind} created={created} />
          <CallLog hookId={hook.id} />
        </>
      ) : (
        <>
          <CallLog hookId={hook.id} />
          <HookRecipe kind={hook.kind} created={created} />
        </>
      )}
    </div>
  );
}

/** A link back to the list. */
export function BackToHooks() {
  return (
    <Link
      href={hookHref()}
      className="inline-flex items-center gap-1.5 text-sm text-muted underline-offset-4 hover:underline max-md:min-h-11"
    >
      <ArrowLeft aria-hidden size={14} />
      All hooks
    </Link>
  );
}

function RemoveButton({ hook }: { hook: HookView }) {
  const [open, setOpen] = useState(false);
  const client = useQueryClient();
  const router = useRouter();
  const toast = useToast();
  const remove = useMutation({
    mutationFn: () => removeHook(hook.id),
    onSuccess: async () => {
      setOpen(false);
      router.push(hookHref());
      await client.invalidateQueries({ queryKey: ['hooks', 'list'] });
      toast({ text: `${hook.name} removed.` });
    },
    onError: (error) => toast({ error }),
  });
  return (
    <>
      <Button variant="danger" className="max-md:h-11" onClick={() => setOpen(true)}>
        Remove
      </Button>
      <Dialog title={`Remove ${hook.name}?`} open={open} onOpenChange={setOpen}>
        <div className="space-y-4 p-4 text-sm">
          <p>Calls at its address are answered with 404 from then on, and its log is deleted.</p>
          <Button
            variant="danger"
            className="max-md:h-11"
            disabled={remove.isPending}
            onClick={() => remove.mutate()}
          >
            Remove hook
          </Button>
        </div>
      </Dialog>
    </>
  );
}
