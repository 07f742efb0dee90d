import { boolean, index, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import type {
  Change,
  ChannelKind,
  DeliveryKind,
  DeliveryState,
  OutcomeWord,
  Preset,
  Shown,
} from '#lib/notify/channel.ts';
import type { Notice } from '#lib/notify/messages/change-event.ts';
import { storedJson, time } from './columns.ts';
import { images } from './images.ts';

/** Where changes are told, and which. */
export const channels = pgTable('channels', {
  id: uuid('id').primaryKey().defaultRandom(),
  name: text('name').notNull().unique(),
  kind: text('kind').$type<ChannelKind>().notNull(),
  /** Of webhooks alone. */
  preset: text('preset').$type<Preset>(),
  /** The part of the destination that is no secret. */
  shown: storedJson('shown').$type<Shown>().notNull(),
  /** The destination as JSON, sealed with this row's id as its place; null where nothing of it is secret. */
  sealed: text('sealed'),
  filter: text('filter').notNull(),
  changes: text('changes').array().$type<Change[]>().notNull(),
  coolDownHours: integer('cool_down_hours').notNull(),
  enabled: boolean('enabled').notNull(),
  /** Images that it has no row of yet are told of as changed against how they stood then. */
  since: time('since').notNull(),
  /** When deliveries began to fail without one success; null while they arrive. */
  failingSince: time('failing_since'),
  /** Set when they failed for too long: nothing is told until somebody resumes it. */
  pausedAt: time('paused_at'),
  createdAt: time('created_at').notNull(),
  createdBy: text('created_by').notNull(),
});

/** How an image stands as far as a channel's readers know. */
export const channelImages = pgTable(
  'channel_images',
  {
    channelId: uuid('channel_id')
      .notNull()
      .references(() => channels.id, { onDelete: 'cascade' }),
    imageId: uuid('image_id')
      .notNull()
      .references(() => images.id, { onDelete: 'cascade' }),
    told: text('told').$type<Change>().notNull(),
    /** Whether the readers know of trouble, so that its end is news. */
    alarmed: boolean('alarmed').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.channelId, table.imageId] }),
    index('channel_images_image').on(table.imageId),
  ],
);

/** Messages on their way, and what became of them; never what was sent or answered. */
export const deliveries = pgTable(
  'deliveries',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    channelId: uuid('channel_id')
      .notNull()
      .references(() => channels.id, { onDelete: 'cascade' }),
    kind: text('kind').$type<DeliveryKind>().notNull(),
    state: text('state').$type<DeliveryState>().notNull(),
    /** How many images it tells of; 0 of a test. */
    images: integer('images').notNull(),
    /** Of an event: which image, and what became of it. */
    reference: text('reference'),
    change: text('change').$type<Change>(),
    attempts: integer('attempts').notNull().default(0),
    /** Of the last attempt. */
    outcome: text('outcome').$type<OutcomeWord>(),
    statusCode: integer('status_code'),
    createdAt: time('created_at').notNull(),
    nextAttemptAt: time('next_attempt_at'),
    /** While it is being sent: after this its sender is given up. */
    leasedUntil: time('leased_until'),
    finishedAt: time('finished_at'),
  },
  (table) => [
    index('deliveries_channel').on(table.channelId, table.createdAt, table.id),
    index('deliveries_state').on(table.state, table.nextAttemptAt),
  ],
);

/** What a delivery tells; gone once it is over. */
export const notices = pgTable(
  'notices',
  {
    /** The event's id: the same change is told under the same one. */
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
    notice: storedJson('notice').$type<Notice>().notNull(),
    createdAt: time('created_at').notNull(),
    /** What the readers knew before, to go back to where it is never told. */
    toldBefore: text('told_before').$type<Change>().notNull(),
    alarmedBefore: boolean('alarmed_before').notNull(),
  },
  (table) => [
    index('notices_delivery').on(table.deliveryId),
    index('notices_image').on(table.imageId),
    index('notices_channel').on(table.channelId, table.createdAt),
  ],
);
