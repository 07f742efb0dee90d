import { CircleCheck, CircleOff, CirclePause, type LucideIcon, TriangleAlert } from 'lucide-react';
import { Time } from '#components/ui/values/relative-time.tsx';
import type { ChannelView } from '#lib/api/contract/channels.ts';
import { outcomeText } from './channel-words.ts';

type State = 'on' | 'off' | 'failing' | 'paused';

const LOOK: Readonly<Record<State, { word: string; icon: LucideIcon; look: string }>> = {
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
  const state = stateOf(channel);
  const { word, icon: Icon, look } = LOOK[state];
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

/** Why a channel fails and what to do about it; nothing where it works. */
export function ChannelTrouble({ channel }: { channel: ChannelView }) {
  const { pausedAt, failingSince, lastDelivery, enabled } = channel;
  if (!enabled || failingSince === null) return null;
  const outcome = lastDelivery?.outcome ?? null;
  const why =
    outcome === null ? '' : ` ${asSentence(outcomeText(outcome, lastDelivery?.statusCode ?? null))}`;
  return (
    <p role={pausedAt === null ? undefined : 'alert'} className="text-sm break-words">
      All deliveries have failed for <Time value={failingSince} as="span" />.{why}{' '}
      {pausedAt === null
        ? 'Baseboard keeps trying.'
        : 'The channel is paused. Fix the problem and send a test message: if it arrives, the channel resumes and reports what still holds.'}
    </p>
  );
}

function asSentence(text: string): string {
  return text.endsWith('.') ? text : `${text}.`;
}

function stateOf({ enabled, pausedAt, failingSince }: ChannelView): State {
  if (!enabled) return 'off';
  if (pausedAt !== null) return 'paused';
  return failingSince === null ? 'on' : 'failing';
}
