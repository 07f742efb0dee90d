'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ArrowLeft } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Button } from '#components/ui/controls/button.tsx';
import { Dialog } from '#components/ui/controls/dialog.tsx';
import { useToast } from '#components/ui/feedback/toasts.tsx';
import { changeChannel, deleteChannel } from '#lib/api/client/channels.ts';
import type { ChannelListView, ChannelView } from '#lib/api/contract/channels.ts';
import { isSigned } from '#lib/notify/destinations/destination.ts';
import { ChannelForm } from './channel-form/channel-form.tsx';
import { ChannelSummary } from './channel-list.tsx';
import { ChannelFailure, ChannelState } from './channel-state.tsx';
import { destinationWords, KIND_WORDS } from './channel-words.ts';
import { DeliveryLog } from './delivery-log.tsx';
import { channelHref } from './hrefs.ts';
import { SigningKey } from './signing-key.tsx';
import { TestButton } from './test-button.tsx';

/** One channel: what it reports, its state and its log; with buttons to test, edit, enable and delete it. */
export function ChannelPage({
  channel,
  offers,
  newKey,
}: {
  channel: ChannelView;
  offers: ChannelListView['offers'];
  /** The signing key that was just generated for it. */
  newKey: string | null;
}) {
  const client = useQueryClient();
  const toast = useToast();
  const [editing, setEditing] = useState(false);
  const [signingKey, setSigningKey] = useState(newKey);
  const change = useMutation({
    mutationFn: (edit: { enabled?: boolean; renewSigningKey?: boolean }) => changeChannel(channel.id, edit),
    onSuccess: (saved) => {
      if (saved.signingKey !== null) setSigningKey(saved.signingKey);
      return client.invalidateQueries({ queryKey: ['channels'] });
    },
    onError: (error) => toast({ error }),
  });
  return (
    <div className="space-y-5">
      <BackToAll />
      <header className="space-y-1.5">
        <div className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-2">
          <h2 className="min-w-0 text-base font-semibold break-words">{channel.name}</h2>
          <ChannelState channel={channel} />
        </div>
        <p className="text-sm break-words text-muted">
          {KIND_WORDS[channel.kind].name} · <span className="mono">{destinationWords(channel)}</span> ·
          created by {channel.createdBy}
        </p>
        <ChannelSummary channel={channel} />
        <ChannelFailure channel={channel} />
      </header>
      {signingKey === null ? null : <SigningKey signingKey={signingKey} />}
      {editing ? (
        <ChannelForm
          channel={channel}
          offers={offers}
          onCancel={() => setEditing(false)}
          onSaved={(saved) => {
            setEditing(false);
            if (saved.signingKey !== null) setSigningKey(saved.signingKey);
          }}
        />
      ) : (
        <div className="flex flex-wrap items-start gap-2">
          <TestButton channel={channel} />
          <Button onClick={() => setEditing(true)}>Edit</Button>
          <Button disabled={change.isPending} onClick={() => change.mutate({ enabled: !channel.enabled })}>
            {channel.enabled ? 'Disable' : 'Enable'}
          </Button>
          {channel.preset !== null && isSigned(channel.preset) ? (
            <RenewButton onRenew={() => change.mutate({ renewSigningKey: true })} />
          ) : null}
          <DeleteButton channel={channel} />
        </div>
      )}
      <DeliveryLog channelId={channel.id} />
    </div>
  );
}

/** A link back to the list. */
export function BackToAll() {
  return (
    <Link
      href={channelHref()}
      className="inline-flex items-center gap-1.5 text-sm text-muted underline-offset-4 hover:underline"
    >
      <ArrowLeft aria-hidden size={14} />
      All channels
    </Link>
  );
}

function RenewButton({ onRenew }: { onRenew: () => void }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>Renew signing key</Button>
      <Dialog title="Renew the signing key?" open={open} onOpenChange={setOpen}>
        <div className="space-y-4 p-4 text-sm">
          <p>The old key stops working at once. The receiver refuses messages until it has the new key.</p>
          <Button
            variant="danger"
            onClick={() => {
              setOpen(false);
              onRenew();
            }}
          >
            Renew key
          </Button>
        </div>
      </Dialog>
    </>
  );
}

function DeleteButton({ channel }: { channel: ChannelView }) {
  const [open, setOpen] = useState(false);
  const client = useQueryClient();
  const router = useRouter();
  const toast = useToast();
  const remove = useMutation({
    mutationFn: () => deleteChannel(channel.id),
    onSuccess: async () => {
      setOpen(false);
      router.push(channelHref());
      await client.invalidateQueries({ queryKey: ['channels', 'list'] });
      toast({ text: `${channel.name} deleted.` });
    },
    onError: (error) => toast({ error }),
  });
  return (
    <>
      <Button variant="danger" onClick={() => setOpen(true)}>
        Delete
      </Button>
      <Dialog title={`Delete ${channel.name}?`} open={open} onOpenChange={setOpen}>
        <div className="space-y-4 p-4 text-sm">
          <p>It sends no more messages, waiting ones included, and its log is deleted.</p>
          <Button variant="danger" disabled={remove.isPending} onClick={() => remove.mutate()}>
            Delete channel
          </Button>
        </div>
      </Dialog>
    </>
  );
}
