import type { Finding } from '#lib/lineage/verdict/finding.ts';
import type { LastKnown } from '#lib/lineage/verdict/lineage.ts';
import type { Status } from '#lib/lineage/vocabulary/status.ts';
import { summarise } from '#lib/lineage/words/summary-sentences.ts';
import type { Digest } from '#lib/oci/digest.ts';
import type { ChannelKind } from '../channel.ts';
import { isForPeople, type PresetName } from '../destinations/presets.ts';
import { type ChangeNotification, eventId } from '../events/change-event.ts';
import { type ChangeTiming, dueAt } from './due-at.ts';
import type { NotificationState } from './notification-state.ts';

/** An image whose change a channel asks for and has not sent yet. */
export interface Candidate extends ChangeTiming {
  readonly imageId: string;
  readonly reference: string;
  readonly digest: Digest | null;
  readonly status: Status;
  /** What the verdict says, and the last known verdict if the image could not be checked. */
  readonly finding: Finding;
  readonly lastKnown: LastKnown | null;
  readonly base: ChangeNotification['base'];
  /** When a hold on the image ended by itself last; null if none did. */
  readonly holdEndedAt: Date | null;
  /** How far the channel is with the image before this change. */
  readonly state: NotificationState;
}

/** A change that is to be sent now. */
export interface DueNotification {
  /** Of the event: the same change of an image on a channel always has the same one. */
  readonly id: string;
  readonly imageId: string;
  readonly content: ChangeNotification;
  /** The channel's state before, restored if this is never sent. */
  readonly before: NotificationState;
}

/** The settings of a channel that decide what is due. */
export interface DueSettings {
  readonly id: string;
  readonly kind: ChannelKind;
  /** For webhooks only. */
  readonly preset: PresetName | null;
  readonly coolDownHours: number;
}

/** Pipelines get one event for each change; people get one message for what is found together. */
export function deliveryKindOf({ kind, preset }: Pick<DueSettings, 'kind' | 'preset'>): 'event' | 'digest' {
  return kind === 'webhook' && !(preset !== null && isForPeople(preset)) ? 'event' : 'digest';
}

/** The time over which {@link EVENTS_PER_WINDOW} counts, in milliseconds. */
export const EVENT_WINDOW_MS = 60_000;
/** Events that a channel may get within the window; the rest stays due and follows. */
const EVENTS_PER_WINDOW = 60;

/** Chooses what is sent now, in the order of the candidates. `recentEvents` were created within the last window. */
export function dueNotifications(
  channel: DueSettings,
  candidates: readonly Candidate[],
  recentEvents: number,
  now: Date,
): DueNotification[] {
  const due = candidates.filter((candidate) => dueAt(candidate, channel.coolDownHours) <= now);
  const limit =
    deliveryKindOf(channel) === 'event' ? Math.max(0, EVENTS_PER_WINDOW - recentEvents) : due.length;
  return due.slice(0, limit).map((candidate) => ({
    id: eventId(channel.id, candidate.imageId, candidate.change, saidSince(candidate)),
    imageId: candidate.imageId,
    content: contentOf(candidate),
    before: candidate.state,
  }));
}

/** When the change became worth a message: a reminder after a hold is another event than the first message. */
function saidSince({ since, holdEndedAt }: Candidate): Date {
  return holdEndedAt !== null && holdEndedAt > since ? holdEndedAt : since;
}

function contentOf(candidate: Candidate): ChangeNotification {
  const { change, state, since, imageId, reference, digest, status, base, behindSince } = candidate;
  return {
    change,
    before: state.change,
    since: since.toISOString(),
    image: { id: imageId, reference, digest },
    status,
    summary: summarise(candidate),
    base,
    // A fresh image is not behind, even if a base below it once was.
    behindSince: change === 'stale' ? (behindSince?.toISOString() ?? null) : null,
  };
}
