'use client';

import { useQuery } from '@tanstack/react-query';
import { useRouter, useSearchParams } from 'next/navigation';
import { useState } from 'react';
import { PendingQuery } from '#components/ui/feedback/pending-query.tsx';
import { Skeleton } from '#components/ui/feedback/skeleton.tsx';
import { channelsQuery } from '#lib/api/client/channels.ts';
import { ChannelForm } from './channel-form/channel-form.tsx';
import { ChannelList } from './channel-list.tsx';
import { BackToAll, ChannelPage } from './channel-page.tsx';
import { channelHref } from './hrefs.ts';

/** Deliveries change the states of channels. */
const REFRESH_MS = 15_000;

/** Settings › Notifications: all channels, one channel, or the form of a new one, depending on the URL. */
export function NotificationsPage() {
  const asked = useSearchParams().get('channel');
  const router = useRouter();
  const [created, setCreated] = useState<{ id: string; signingKey: string | null } | null>(null);
  const list = useQuery({ ...channelsQuery(), refetchInterval: REFRESH_MS });
  if (list.data === undefined) {
    return (
      <PendingQuery query={list} what="the channels">
        <Skeleton className="h-44" />
      </PendingQuery>
    );
  }
  const { items, offers } = list.data;
  if (asked === null) return <ChannelList channels={items} />;
  if (asked === 'new') {
    return (
      <div className="space-y-5">
        <BackToAll />
        <h2 className="text-base font-semibold">New channel</h2>
        <ChannelForm
          offers={offers}
          onCancel={() => router.push(channelHref())}
          onSaved={({ id, signingKey }) => {
            setCreated({ id, signingKey });
            router.push(channelHref(id));
          }}
        />
      </div>
    );
  }
  const channel = items.find(({ id }) => id === asked);
  if (channel === undefined) {
    return (
      <div className="space-y-3">
        <BackToAll />
        <p className="text-sm">Channel not found. It may have been deleted.</p>
      </div>
    );
  }
  const newKey = created?.id === channel.id ? created.signingKey : null;
  return <ChannelPage key={channel.id} channel={channel} offers={offers} newKey={newKey} />;
}
