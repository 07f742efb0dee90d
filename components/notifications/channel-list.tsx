import { BellPlus } from 'lucide-react';
import Link from 'next/link';
import { LinkButton } from '#components/ui/controls/link-button.tsx';
import { EmptyState } from '#components/ui/feedback/empty-state.tsx';
import { Time } from '#components/ui/values/relative-time.tsx';
import type { ChannelView } from '#lib/api/contract/channels.ts';
import { ChannelFailure, ChannelState } from './channel-state.tsx';
import { changesWords, coolDownWords, deliveryWord, destinationWords, KIND_WORDS } from './channel-words.ts';
import { channelHref } from './hrefs.ts';

/** The channels, each with what it reports and its state. */
export function ChannelList({ channels }: { channels: readonly ChannelView[] }) {
  if (channels.length === 0) {
    return (
      <EmptyState
        icon={BellPlus}
        title="No channels yet"
        actions={
          <LinkButton href={channelHref('new')} variant="primary">
            New channel
          </LinkButton>
        }
      >
        A channel notifies people or pipelines when an image goes stale, breaks or is up to date again: by
        webhook, Slack message or email, for the images you choose.
      </EmptyState>
    );
  }
  return (
    <>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="min-w-0 flex-1 basis-72 text-sm text-muted">
          Channels notify when an image goes stale, breaks or is up to date again. A new channel reports only
          changes from then on.
        </p>
        <LinkButton href={channelHref('new')} variant="primary">
          New channel
        </LinkButton>
      </div>
      <ul className="divide-y divide-line rounded-md border border-line bg-surface">
        {channels.map((channel) => (
          <li key={channel.id} className="space-y-1.5 px-4 py-3">
            <div className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1">
              <Link
                href={channelHref(channel.id)}
                className="min-w-0 font-medium break-words underline-offset-4 hover:underline"
              >
                {channel.name}
              </Link>
              <ChannelState channel={channel} />
              <span className="text-sm text-muted md:ml-auto">
                {channel.lastDelivery === null ? (
                  'Nothing sent yet'
                ) : (
                  <>
                    {deliveryWord(channel.lastDelivery)} <Time value={channel.lastDelivery.createdAt} />
                  </>
                )}
              </span>
            </div>
            <p className="text-sm break-words text-muted">
              {KIND_WORDS[channel.kind].name} · <span className="mono">{destinationWords(channel)}</span>
            </p>
            <ChannelSummary channel={channel} />
            <ChannelFailure channel={channel} />
          </li>
        ))}
      </ul>
    </>
  );
}

/** Which changes of which images a channel reports. */
export function ChannelSummary({ channel }: { channel: ChannelView }) {
  const coolDown = coolDownWords(channel.coolDownHours);
  return (
    <p className="text-sm break-words">
      {changesWords(channel.changes)}
      {coolDown === '' ? null : ` (stale ${coolDown})`} ·{' '}
      {channel.filter === '' ? 'all images' : <span className="mono">{channel.filter}</span>}
    </p>
  );
}
