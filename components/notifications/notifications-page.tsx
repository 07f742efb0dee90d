'use client';

import { useQuery } from '@tanstack/react-query';
import { useRouter, useSearchParams } from 'next/navigation';
import { useState } from 'react';
import { Button } from '#components/ui/controls/button.tsx';
import { ProblemNotice } from '#components/ui/feedback/problem-notice.tsx';
import { LoadingNote, Skeleton } from '#components/ui/feedback/skeleton.tsx';
import { channelsQuery } from '#lib/api/client/channel-queries.ts';
import { ChannelForm } from './channel-form/channel-form.tsx';
import { ChannelList } from './channel-list.tsx';
import { BackToAll, ChannelPage } from './channel-page.tsx';
import { channelHref } from './hrefs.ts';

/** Milliseconds; deliveries change the state of channels. */
const REFRESH_MS = 15_000;

/** Settings › Notifications: all channels, one of them, or the form of a new one, as the URL says. */
export function NotificationsPage() {
  const shown = useSearchParams().get('channel');
  const router = useRouter();
  const [created, setCreated] = useState<{ id: string; signingKey: string | null } | null>(null);
  const list = useQuery({ ...channelsQuery(), refetchInterval: REFRESH_MS });
  if (list.isError) {
    return (
      <ProblemNotice
        error={list.error}
        actions={<Button onClick={() => void list.refetch()}>Try again</Button>}
      />
    );
  }
  if (list.data === undefined) {
    return (
      <>
        <LoadingNote what="the channels" />
        <Skeleton className="h-44" />
      </>
    );
  }
  const { items, offers } = list.data;
  if (shown === null) return <ChannelList channels={items} />;
  if (shown === 'new') {
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
  const channel = items.find(({ id }) => id === shown);
  if (channel === undefined) {
    return (
      <div className="space-y-3">
        <BackToAll />
        <p className="text-sm">This channel does not exist. It may have been removed.</p>
      </div>
    );
  }
  const newKey = created?.id === channel.id ? created.signingKey : null;
  return <ChannelPage key={channel.id} channel={channel} offers={offers} newKey={newKey} />;
}
