import { z } from 'zod';
import { HEALTH_STATE } from '#lib/registry/health.ts';
import { time } from './common.ts';

/** How a registry answers. `paused`: it did not answer several times in a row, and is left alone for a while. */
export const registryState = z.enum([...HEALTH_STATE, 'paused']);

/** A registry with how it answers, what the fleet has to do with it, and how it is asked. */
export const registry = z.object({
  /** As references write it, with its port. */
  host: z.string(),
  /** Null where it was never asked. */
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
  /** What it last said of its request limit; null where it said nothing. */
  rateLimit: z
    .object({
      limit: z.number().int(),
      remaining: z.number().int(),
      windowSeconds: z.number().int().nullable(),
      observedAt: time,
    })
    .nullable(),
  /** It is left alone until then, after failures in a row or because it asked to wait. */
  pausedUntil: time.nullable(),
  /** Whether it is listed under `registries:`. */
  configured: z.boolean(),
  plainHttp: z.boolean(),
  /** Where it is asked instead, where a mirror is configured. */
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
