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

const STARTS_PIPELINE: ReadonlySet<ChannelView['preset']> = new Set([
  'github-dispatch',
  'github-workflow',
  'gitlab-pipeline',
] as const);

/** True if a message of the channel, a test included, starts a pipeline. */
export function startsPipeline({ preset }: Pick<ChannelView, 'preset'>): boolean {
  return STARTS_PIPELINE.has(preset);
}

/** True if the channel's messages are signed with a key of its own. */
export function isSigned({ preset }: Pick<ChannelView, 'preset'>): boolean {
  return preset === 'generic' || preset === 'tekton';
}
