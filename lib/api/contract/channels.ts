import { z } from 'zod';
import { CHANGE, CHANNEL_KIND, DELIVERY_KIND, DELIVERY_STATE, OUTCOME, PRESET } from '#lib/notify/channel.ts';
import { id } from './images/images.ts';
import { page, paging, reference, time } from './primitives.ts';

const change = z.enum(CHANGE);

const url = z
  .string()
  .max(2000)
  .refine(
    (text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol),
    'is not an http:// or https:// URL',
  );
const token = z
  .string()
  .max(500)
  .regex(/^[\x21-\x7e]+$/, 'is not a token: printable ASCII without spaces');
const repository = z.string().regex(/^[\w.-]{1,100}\/[\w.-]{1,100}$/, 'is not of the form owner/name');
/** A branch or tag, as git's rules for names allow the usual ones. */
const ref = z
  .string()
  .max(255)
  .regex(/^(?![-/.])[^\s\p{Cc}~^:?*[\\]+$/u, 'is not the name of a branch or tag');
const apiUrl = url.default('https://api.github.com');

/** `whsec_` and base64 of 24 to 64 bytes, as Standard Webhooks has it. */
const signingKey = z
  .string()
  .regex(/^whsec_[A-Za-z0-9+/]{32,86}={0,2}$/, 'is not whsec_ followed by base64 of 24 to 64 bytes');

const signed = z.strictObject({
  kind: z.literal('webhook'),
  preset: z.enum(['generic', 'tekton']),
  url,
  /** Left out, one is made and answered once. */
  signingKey: signingKey.optional(),
});
const githubDispatch = z.strictObject({
  kind: z.literal('webhook'),
  preset: z.literal('github-dispatch'),
  apiUrl,
  repository,
  token,
});
const githubWorkflow = z.strictObject({
  kind: z.literal('webhook'),
  preset: z.literal('github-workflow'),
  apiUrl,
  repository,
  /** File name or id. */
  workflow: z.string().regex(/^[\w.-]{1,200}$/, 'is not a workflow’s file name or id'),
  ref,
  token,
});
const gitlabPipeline = z.strictObject({
  kind: z.literal('webhook'),
  preset: z.literal('gitlab-pipeline'),
  url: url.default('https://gitlab.com'),
  /** Id or path. */
  project: z.string().regex(/^[\w./-]{1,255}$/, 'is not a project’s id or path'),
  ref,
  token,
});
const slack = z.strictObject({ kind: z.literal('slack'), url });
const email = z.strictObject({
  kind: z.literal('email'),
  recipients: z.array(z.email('is not an e-mail address').max(254)).min(1).max(20),
});

/** Where a channel leads. It holds secrets: it is taken, and never answered. */
const destination = z.discriminatedUnion('kind', [
  z.discriminatedUnion('preset', [signed, githubDispatch, githubWorkflow, gitlabPipeline]),
  slack,
  email,
]);

const name = z
  .string()
  .trim()
  .min(1, 'a name is missing')
  .max(100)
  .regex(/^\P{Cc}*$/u, 'has control characters');
const filter = z.string().max(2000);
const changes = z.array(change).min(1, 'choose at least one change').max(CHANGE.length);
const coolDownHours = z.int().min(0).max(8760);

export const channelRequest = z.strictObject({
  name,
  /** Which images; all by default. */
  filter: filter.default(''),
  changes: changes.default(['stale', 'broken', 'fresh']),
  /** Hours that a base must have been out before `stale` is told. */
  coolDownHours: coolDownHours.default(0),
  enabled: z.boolean().default(true),
  destination,
});

export const channelEdit = z.strictObject({
  name: name.optional(),
  filter: filter.optional(),
  changes: changes.optional(),
  coolDownHours: coolDownHours.optional(),
  /** Switching on ends a pause, too. */
  enabled: z.boolean().optional(),
  /** Whole, of the same kind. */
  destination: destination.optional(),
  /** Makes a new signing key, which is answered once. */
  renewSigningKey: z.boolean().optional(),
});

/** What became of a message: the status alone, never what was sent or answered. */
export const delivery = z.object({
  id,
  kind: z.enum(DELIVERY_KIND),
  state: z.enum(DELIVERY_STATE),
  /** How many images it tells of. */
  images: z.number().int(),
  /** Of an event: which image, and what became of it. */
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
  /** What of the destination is no secret: of a URL its host. */
  destination: z.object({
    host: z.string().optional(),
    repository: z.string().optional(),
    workflow: z.string().optional(),
    project: z.string().optional(),
    ref: z.string().optional(),
    recipients: z.array(z.string()).optional(),
  }),
  filter,
  changes: z.array(change),
  coolDownHours: z.number().int(),
  enabled: z.boolean(),
  /** Since when nothing arrives; null while it does. */
  failingSince: time.nullable(),
  /** Set when that lasted too long: a test that arrives, or switching it on, ends it. */
  pausedAt: time.nullable(),
  /** The newest message that was tried. */
  lastDelivery: delivery.nullable(),
  createdAt: time,
  createdBy: z.string(),
});

/** `signingKey` is there where one was made just now, and never again. */
export const keptChannel = channel.extend({ signingKey: z.string().nullable() });

export const channelList = page(channel).extend({
  /** What can be made here: secrets need a key, mail needs a server. */
  offers: z.object({ secrets: z.boolean(), email: z.boolean() }),
});

export type DestinationRequest = z.input<typeof destination>;
export type ChannelRequest = z.input<typeof channelRequest>;
export type ChannelEditRequest = z.input<typeof channelEdit>;
export type ChannelView = z.infer<typeof channel>;
export type KeptChannelView = z.infer<typeof keptChannel>;
export type ChannelListView = z.infer<typeof channelList>;
export type DeliveryView = z.infer<typeof delivery>;
export type DeliveryPageView = z.infer<typeof deliveryPage>;
