import type { ChannelWithLast } from '#lib/fleet/notify/read-channels.ts';
import type { StoredDelivery } from '#lib/store/notifications/deliveries.ts';
import type { ChannelView, DeliveryView } from '../contract/channels.ts';

/** A channel in the contract's format, without its secrets. */
export function presentChannel({ channel, last }: ChannelWithLast): ChannelView {
  const { id, name, kind, preset, filter, changes, coolDownHours, enabled, createdBy } = channel;
  const { recipients, ...rest } = channel.destination ?? {};
  return {
    id,
    name,
    kind,
    preset,
    destination: { ...rest, ...(recipients === undefined ? {} : { recipients: [...recipients] }) },
    filter,
    changes,
    coolDownHours,
    enabled,
    failingSince: channel.failingSince?.toISOString() ?? null,
    pausedAt: channel.pausedAt?.toISOString() ?? null,
    lastDelivery: last === null ? null : presentDelivery(last),
    createdAt: channel.createdAt.toISOString(),
    createdBy,
  };
}

/** A delivery in the contract's format. */
export function presentDelivery(delivery: StoredDelivery): DeliveryView {
  const { id, kind, state, images, reference, change, attempts, outcome, statusCode } = delivery;
  return {
    id,
    kind,
    state,
    images,
    reference,
    change,
    attempts,
    outcome,
    statusCode,
    createdAt: delivery.createdAt.toISOString(),
    nextAttemptAt: delivery.nextAttemptAt?.toISOString() ?? null,
    finishedAt: delivery.finishedAt?.toISOString() ?? null,
  };
}
