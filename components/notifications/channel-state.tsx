import { CircleCheck, CircleOff, CirclePause, type LucideIcon, TriangleAlert } from 'lucide-react';
import { Time } from '#components/ui/values/relative-time.tsx';
import type { ChannelView } from '#lib/api/contract/channels.ts';
import { type ChannelCondition, conditionOf } from './channel-condition.ts';
import { outcomeText } from './channel-words.ts';

const STYLES: Readonly<Record<ChannelCondition, { word: string; icon: LucideIcon; look: string }>> = {
  on: { word: 'On', icon: CircleCheck, look: 'border-status-up-to-date/45 text-status-up-to-date' },
  off: { word: 'Off', icon: CircleOff, look: 'border-dashed border-status-unknown text-status-unknown' },
  failing: {
    word: 'Failing',
    icon: TriangleAlert,
    look: 'border-status-stale-by-ancestor text-status-stale-by-ancestor',
  },
  paused: { word: 'Paused', icon: CirclePause, look: 'border-status-broken/60 text-status-broken' },
};

/** The state of a channel, as colour, icon and word. */
export function ChannelState({ channel }: { channel: ChannelView }) {
  const state = conditionOf(channel);
  const { word, icon: Icon, look } = STYLES[state];
  return (
    <span
      data-channel-state={state}
      className={`inline-flex h-5 shrink-0 items-center gap-1 rounded-sm border px-1.5 text-xs font-medium whitespace-nowrap ${look}`}
    >
      <Icon aria-hidden size={12} strokeWidth={2} />
      {word}
    </span>
  );
}

/** What is wrong with a channel and what to do; nothing if it works. */
export function ChannelFailure({ channel }: { channel: ChannelView }) {
  const { pausedAt, failingSince, lastDelivery, enabled } = channel;
  if (!enabled || failingSince === null) return null;
  const outcome = lastDelivery?.outcome ?? null;
  const why =
    outcome === null ? '' : ` ${asSentence(outcomeText(outcome, lastDelivery?.statusCode ?? null))}`;
  return (
    <p role={pausedAt === null ? undefined : 'alert'} className="text-sm break-words">
      No message delivered for <Time value={failingSince} as="span" />.{why}{' '}
      {pausedAt === null
        ? 'Baseboard keeps trying.'
        : 'Nothing more is sent. Fix it and send a test: once a test is delivered, changes that still apply are reported.'}
    </p>
  );
}

function asSentence(text: string): string {
  return text.endsWith('.') ? text : `${text}.`;
}
