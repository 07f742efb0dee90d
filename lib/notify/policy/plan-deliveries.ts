import type { Change } from '../channel.ts';
import { type DueNotification, type DueSettings, deliveryKindOf } from './due-notifications.ts';

/** A digest waits this long for what else the same scan finds, counted from its last addition. */
const DIGEST_WAIT_MS = 60_000;
/** After this it waits no longer, counted from its creation. */
const DIGEST_WAIT_LIMIT_MS = 5 * 60_000;

/** A digest that nobody has tried to send, so that more can be added. */
export interface UnsentDigest {
  readonly id: string;
  readonly createdAt: Date;
}

/** A delivery to be created, or a digest to be added to. */
export interface PlannedDelivery {
  readonly kind: 'event' | 'digest';
  /** The digest to add to; `null` for a new delivery. */
  readonly id: string | null;
  readonly sendAt: Date;
  /** The image and change of an event; `null` for a digest. */
  readonly event: { readonly reference: string; readonly change: Change } | null;
  readonly notifications: readonly DueNotification[];
}

/** Puts due notifications into deliveries: one each for pipelines, one digest for channels that people read. */
export function planDeliveries(
  channel: Pick<DueSettings, 'kind' | 'preset'>,
  due: readonly DueNotification[],
  unsentDigest: UnsentDigest | undefined,
  now: Date,
): PlannedDelivery[] {
  if (due.length === 0) return [];
  if (deliveryKindOf(channel) === 'event') {
    return due.map((notification) => ({
      kind: 'event',
      id: null,
      sendAt: now,
      event: { reference: notification.content.image.reference, change: notification.content.change },
      notifications: [notification],
    }));
  }
  return [
    {
      kind: 'digest',
      id: unsentDigest?.id ?? null,
      sendAt: digestSendAt(unsentDigest?.createdAt ?? now, now),
      event: null,
      notifications: due,
    },
  ];
}

/** When a digest that was created then and added to now is sent. */
export function digestSendAt(createdAt: Date, now: Date): Date {
  return new Date(Math.min(now.getTime() + DIGEST_WAIT_MS, createdAt.getTime() + DIGEST_WAIT_LIMIT_MS));
}
