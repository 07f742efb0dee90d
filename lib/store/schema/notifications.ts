import { boolean, index, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import type { Change, ChannelKind, DeliveryKind, DeliveryState, OutcomeWord } from '#lib/notify/channel.ts';
import type { PresetName } from '#lib/notify/destinations/presets.ts';
import { storedJson, time } from './columns.ts';
import { images } from './images.ts';

/** Notification channels. */
export const channels = pgTable('channels', {
  id: uuid().primaryKey().defaultRandom(),
  name: text().notNull().unique(),
  kind: text().$type<ChannelKind>().notNull(),
  /** For webhooks only. */
  preset: text().$type<PresetName>(),
  /** The part of the destination that may be shown; `parsePublicPart` reads it. */
  publicDestination: storedJson().notNull(),
  /** The whole destination, encrypted for this row's id; `parseDestination` reads it. Null if nothing is secret. */
  sealedDestination: text(),
  filter: text().notNull(),
  changes: text().array().$type<Change[]>().notNull(),
  coolDownHours: integer().notNull(),
  enabled: boolean().notNull(),
  /** Images without a notification state start with the status that they had then. */
  since: time().notNull(),
  /** Since when deliveries have been failing without a success; null while they succeed. */
  failingSince: time(),
  /** Set when deliveries failed for too long. Nothing is sent until the channel is resumed. */
  pausedAt: time(),
  createdAt: time().notNull(),
  createdBy: text().notNull(),
});

/** How far each channel is with each image: `NotificationState` of lib/notify. */
export const notificationStates = pgTable(
  'notification_states',
  {
    channelId: uuid()
      .notNull()
      .references(() => channels.id, { onDelete: 'cascade' }),
    imageId: uuid()
      .notNull()
      .references(() => images.id, { onDelete: 'cascade' }),
    /** The last change that the channel sent or skipped. */
    change: text().$type<Change>().notNull(),
    /** Whether the channel last reported a problem. */
    alarmed: boolean().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.channelId, table.imageId] }),
    index('notification_states_image').on(table.imageId),
  ],
);

/** Messages with their state. The contents of requests and responses are not stored. */
export const deliveries = pgTable(
  'deliveries',
  {
    id: uuid().primaryKey().defaultRandom(),
    channelId: uuid()
      .notNull()
      .references(() => channels.id, { onDelete: 'cascade' }),
    kind: text().$type<DeliveryKind>().notNull(),
    state: text().$type<DeliveryState>().notNull(),
    /** The number of images in it; 0 for a test. */
    images: integer().notNull(),
    /** Of an event: the image and its change. */
    reference: text(),
    change: text().$type<Change>(),
    attempts: integer().notNull().default(0),
    /** Of the last attempt. */
    outcome: text().$type<OutcomeWord>(),
    statusCode: integer(),
    createdAt: time().notNull(),
    nextAttemptAt: time(),
    /** While it is being sent: after this, another process may send it. */
    leasedUntil: time(),
    finishedAt: time(),
  },
  (table) => [
    index('deliveries_channel').on(table.channelId, table.createdAt, table.id),
    index('deliveries_state').on(table.state, table.nextAttemptAt),
  ],
);

/** The changes in a delivery; deleted once it has finished. */
export const notifications = pgTable(
  'notifications',
  {
    /** The event's id: one change of an image on a channel always has the same. */
    id: text().primaryKey(),
    deliveryId: uuid()
      .notNull()
      .references(() => deliveries.id, { onDelete: 'cascade' }),
    channelId: uuid()
      .notNull()
      .references(() => channels.id, { onDelete: 'cascade' }),
    imageId: uuid()
      .notNull()
      .references(() => images.id, { onDelete: 'cascade' }),
    change: text().$type<Change>().notNull(),
    /** What is sent; `parseContent` reads it. */
    content: storedJson().notNull(),
    createdAt: time().notNull(),
    /** The previous notification state, restored if this is never sent. */
    changeBefore: text().$type<Change>().notNull(),
    alarmedBefore: boolean().notNull(),
  },
  (table) => [
    index('notifications_delivery').on(table.deliveryId),
    index('notifications_image').on(table.imageId),
    index('notifications_channel').on(table.channelId, table.createdAt),
  ],
);
