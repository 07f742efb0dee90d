import type { ChannelView } from '#lib/api/contract/channels.ts';

export type ChannelCondition = 'on' | 'off' | 'failing' | 'paused';

/** The state of a channel: switched off, paused after many failures, failing, or on. */
export function conditionOf({
  enabled,
  pausedAt,
  failingSince,
}: Pick<ChannelView, 'enabled' | 'pausedAt' | 'failingSince'>): ChannelCondition {
  if (!enabled) return 'off';
  if (pausedAt !== null) return 'paused';
  return failingSince === null ? 'on' : 'failing';
}
