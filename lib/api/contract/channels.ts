import { z } from 'zod';
import { CHANGE, CHANNEL_KIND, DELIVERY_KIND, DELIVERY_STATE, OUTCOME } from '#lib/notify/channel.ts';
import { PRESET } from '#lib/notify/destinations/presets.ts';
import { destination, publicDestination } from './destination.ts';
import { id } from './images/images.ts';
import { messagePreview } from './message-preview.ts';
import { filterText, page, paging, reference, time } from './primitives.ts';

const change = z.enum(CHANGE);

const name = z
  .string()
  .trim()
  .min(1, 'a name is missing')
  .max(100)
  .regex(/^\P{Cc}*$/u, 'has control characters');
const changes = z.array(change).min(1, 'choose at least one change').max(CHANGE.length);
const coolDownHours = z.int().min(0).max(8760);

export const channelRequest = z.strictObject({
  name,
  /** Which images to notify about; all by default. */
  filter: filterText.default(''),
  changes: changes.default(['stale', 'broken', 'fresh']),
  /** Hours to wait after a base is published before `stale` is reported. */
  coolDownHours: coolDownHours.default(0),
  enabled: z.boolean().default(true),
  destination,
});

export const channelEdit = z.strictObject({
  name: name.optional(),
  filter: filterText.optional(),
  changes: changes.optional(),
  coolDownHours: coolDownHours.optional(),
  /** Switching on also ends a pause. */
  enabled: z.boolean().optional(),
  /** Complete, and of the same kind. */
  destination: destination.optional(),
  /** Creates a new signing key, which only this response shows. */
  renewSigningKey: z.boolean().optional(),
});

/** What a channel with these settings would send now. */
export const channelPreviewRequest = z.strictObject({
  name: z.string().max(100).default(''),
  kind: z.enum(CHANNEL_KIND),
  /** For webhooks only. */
  preset: z.enum(PRESET).nullable().default(null),
  filter: filterText.default(''),
  changes: changes.default(['stale', 'broken', 'fresh']),
});

/** The message; null if there is nothing to report now. */
export const channelPreview = z.object({ message: messagePreview.nullable() });

/** A message and its outcome. The contents of request and response are not stored. */
export const delivery = z.object({
  id,
  kind: z.enum(DELIVERY_KIND),
  state: z.enum(DELIVERY_STATE),
  /** The number of images in it. */
  images: z.number().int(),
  /** Of an event: the image and its change. */
  reference: reference.nullable(),
  change: change.nullable(),
  attempts: z.number().int(),
  /** Of the last attempt. */
  outcome: z.enum(OUTCOME).nullable(),
  statusCode: z.number().int().nullable(),
  createdAt: time,
  nextAttemptAt: time.nullable(),
  finishedAt: time.nullable(),
});

export const deliveriesQuery = paging;
export const deliveryPage = page(delivery);

export const channel = z.object({
  id,
  name,
  kind: z.enum(CHANNEL_KIND),
  preset: z.enum(PRESET).nullable(),
  destination: publicDestination,
  filter: filterText,
  changes: z.array(change),
  coolDownHours: z.number().int(),
  enabled: z.boolean(),
  /** When deliveries began to fail; null while they arrive. */
  failingSince: time.nullable(),
  /** Set when they failed for too long. A test that arrives, or switching the channel on, resumes it. */
  pausedAt: time.nullable(),
  /** The newest delivery that was attempted. */
  lastDelivery: delivery.nullable(),
  createdAt: time,
  createdBy: z.string(),
});

/** `signingKey` is set if one was just created. It is never shown again. */
export const savedChannel = channel.extend({ signingKey: z.string().nullable() });

export const channelList = page(channel).extend({
  /** What can be created here: secrets need a key, mail needs a server. */
  offers: z.object({ secrets: z.boolean(), email: z.boolean() }),
});

export type ChannelPreviewRequest = z.input<typeof channelPreviewRequest>;
export type ChannelPreviewView = z.infer<typeof channelPreview>;
export type DestinationRequest = z.input<typeof destination>;
export type ChannelRequest = z.input<typeof channelRequest>;
export type ChannelEditRequest = z.input<typeof channelEdit>;
export type ChannelView = z.infer<typeof channel>;
export type SavedChannelView = z.infer<typeof savedChannel>;
export type ChannelListView = z.infer<typeof channelList>;
export type DeliveryView = z.infer<typeof delivery>;
export type DeliveryPageView = z.infer<typeof deliveryPage>;
