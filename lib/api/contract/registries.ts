import { z } from 'zod';
import { REGISTRY_STATE } from '#lib/registry/health/health.ts';
import { time } from './primitives.ts';

const registryState = z.enum(REGISTRY_STATE);

/** A registry: its health, the images that use it, and how requests reach it. */
const registry = z.object({
  /** As references write it, with its port. */
  host: z.string(),
  /** Null before the first request. */
  state: registryState.nullable(),
  /** When it came into this state. */
  since: time.nullable(),
  lastError: z
    .object({
      /** What the registry does, after its name: "refuses connections". */
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
  /** Where its login comes from, never the login; `used` is false where only claims of images name the registry. */
  credentials: z.object({ source: z.string().nullable(), used: z.boolean() }),
  /** Tracked images of it. */
  tracked: z.number().int(),
  /** Tracked images with a base of it in their chain. */
  based: z.number().int(),
  /** Tracked images that cannot be checked because of it, since when, and what it does as they met it. */
  affected: z.number().int(),
  affectedSince: time.nullable(),
  affectedProblem: z.string().nullable(),
});

export const registryList = z.object({ items: z.array(registry) });

export const registryPath = z.object({ host: z.string().min(1).max(300) });

export type RegistryView = z.infer<typeof registry>;
export type RegistryListView = z.infer<typeof registryList>;
export type RegistryStateView = z.infer<typeof registryState>;
