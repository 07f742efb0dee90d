import { boolean, index, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import type { Change, ChannelKind, DeliveryKind, DeliveryState, OutcomeWord } from '#lib/notify/channel.ts';
import type { PresetName } from '#lib/notify/destinations/presets.ts';
import { storedJson, time } from './columns.ts';
import { images } from './images.ts';

/** Where notifications go, and which. */
export const channels = pgTable('channels', {
  id: uuid('id').primaryKey().defaultRandom(),
  name: text('name').notNull().unique(),
  kind: text('kind').$type<ChannelKind>().notNull(),
  /** Of webhooks alone. */
  preset: text('preset').$type<PresetName>(),
  /** The part of the destination that may be shown; `parsePublicPart` reads it. */
  publicDestination: storedJson('public_destination').notNull(),
  /** The whole destination, sealed for this row's id; `parseDestination` reads it. Null where nothing is secret. */
  sealedDestination: text('sealed_destination'),
  filter: text('filter').notNull(),
  changes: text('changes').array().$type<Change[]>().notNull(),
  coolDownHours: integer('cool_down_hours').notNull(),
  enabled: boolean('enabled').notNull(),
  /** Images without a notification state start with the status that they had then. */
  since: time('since').notNull(),
  /** When deliveries began to fail without one success; null while they arrive. */
  failingSince: time('failing_since'),
  /** Set when they failed for too long: nothing is sent until the channel is resumed. */
  pausedAt: time('paused_at'),
  createdAt: time('created_at').notNull(),
  createdBy: text('created_by').notNull(),
});

/** How far each channel is with each image: `NotificationState` of lib/notify. */
export const notificationStates = pgTable(
  'notification_states',
  {
    channelId: uuid('channel_id')
      .notNull()
      .references(() => channels.id, { onDelete: 'cascade' }),
    imageId: uuid('image_id')
      .notNull()
      .references(() => images.id, { onDelete: 'cascade' }),
    /** The last change that the channel sent or skipped. */
    change: text('change').$type<Change>().notNull(),
    /** Whether the channel's readers know of trouble. */
    alarmed: boolean('alarmed').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.channelId, table.imageId] }),
    index('notification_states_image').on(table.imageId),
  ],
);

/** Messages with their state. What was sent or answered is not kept. */
export const deliveries = pgTable(
  'deliveries',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    channelId: uuid('channel_id')
      .notNull()
      .references(() => channels.id, { onDelete: 'cascade' }),
    kind: text('kind').$type<DeliveryKind>().notNull(),
    state: text('state').$type<DeliveryState>().notNull(),
    /** How many images it is about; 0 for a test. */
    images: integer('images').notNull(),
    /** Of an event: the image and its change. */
    reference: text('reference'),
    change: text('change').$type<Change>(),
    attempts: integer('attempts').notNull().default(0),
    /** Of the last attempt. */
    outcome: text('outcome').$type<OutcomeWord>(),
    statusCode: integer('status_code'),
    createdAt: time('created_at').notNull(),
    nextAttemptAt: time('next_attempt_at'),
    /** While it is being sent: after this, another process may send it. */
    leasedUntil: time('leased_until'),
    finishedAt: time('finished_at'),
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
    id: text('id').primaryKey(),
    deliveryId: uuid('delivery_id')
      .notNull()
      .references(() => deliveries.id, { onDelete: 'cascade' }),
    channelId: uuid('channel_id')
      .notNull()
      .references(() => channels.id, { onDelete: 'cascade' }),
    imageId: uuid('image_id')
      .notNull()
      .references(() => images.id, { onDelete: 'cascade' }),
    change: text('change').$type<Change>().notNull(),
    /** What is sent; `parseContent` reads it. */
    content: storedJson('content').notNull(),
    createdAt: time('created_at').notNull(),
    /** The notification state before, restored where this is never sent. */
    changeBefore: text('change_before').$type<Change>().notNull(),
    alarmedBefore: boolean('alarmed_before').notNull(),
  },
  (table) => [
    index('notifications_delivery').on(table.deliveryId),
    index('notifications_image').on(table.imageId),
    index('notifications_channel').on(table.channelId, table.createdAt),
  ],
);
