import { z } from 'zod';
import { REGISTRY_STATE } from '#lib/registry/health/health.ts';
import { time } from './primitives.ts';

const registryState = z.enum(REGISTRY_STATE);

/** A registry: its health, the images that use it, and how requests reach it. */
const registry = z.object({
  /** As in references, with its port. */
  host: z.string(),
  /** Null before the first request. */
  state: registryState.nullable(),
  /** Since when it has this state. */
  since: time.nullable(),
  lastError: z
    .object({
      /** Completes a sentence after the registry's name: "refuses connections". */
      problem: z.string(),
      code: z.string(),
      at: time,
    })
    .nullable(),
  lastOkAt: time.nullable(),
  /** The request limit that it last reported; null if it reported none. */
  rateLimit: z
    .object({
      limit: z.number().int(),
      remaining: z.number().int(),
      windowSeconds: z.number().int().nullable(),
      observedAt: time,
    })
    .nullable(),
  /** No requests are sent until then, after failures in a row or a `Retry-After`. */
  pausedUntil: time.nullable(),
  /** Whether it is listed under `registries:`. */
  configured: z.boolean(),
  plainHttp: z.boolean(),
  /** Where requests go instead, if a mirror is configured. */
  endpoint: z.string().nullable(),
  /** Where its credentials come from, never the credentials. `used` is false if only claims of images name it. */
  credentials: z.object({ source: z.string().nullable(), used: z.boolean() }),
  /** Tracked images in it. */
  tracked: z.number().int(),
  /** Tracked images with a base from it in their chain. */
  based: z.number().int(),
  /** Tracked images that cannot be checked because of it, since when, and the problem. */
  affected: z.number().int(),
  affectedSince: time.nullable(),
  affectedProblem: z.string().nullable(),
});

export const registryList = z.object({ items: z.array(registry) });

export const registryPath = z.object({ host: z.string().min(1).max(300) });

export type RegistryView = z.infer<typeof registry>;
export type RegistryListView = z.infer<typeof registryList>;
export type RegistryStateView = z.infer<typeof registryState>;
