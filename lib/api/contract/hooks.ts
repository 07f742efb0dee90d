import { z } from 'zod';
import { HOOK_KIND } from '#lib/hooks/hook-kind.ts';
import { HOOK_OUTCOME } from '#lib/hooks/hook-outcome.ts';
import { id } from './images/images.ts';
import { digest, page, reference, time } from './primitives.ts';

const kind = z.enum(HOOK_KIND);
const name = z
  .string()
  .trim()
  .min(1, 'a name is missing')
  .max(100)
  .regex(/^\P{Cc}*$/u, 'has control characters');
const nameStart = z
  .string()
  .trim()
  .min(1)
  .max(300)
  .regex(
    /^[^\s\p{Cc}]*[^\s\p{Cc}/]$/u,
    'is not the beginning of a name, such as registry:5000 or host/docker-local',
  );
const MAX_MAPPED = 50;

export const hookRequest = z.strictObject({
  name,
  kind,
  /** The registry that the hook speaks for, as in references. Required for zot and Artifactory, which do not name it. */
  registry: z.string().trim().min(1).max(300).nullish(),
  /** What names begin with at the registry, and what they begin with in references. */
  map: z
    .record(nameStart, nameStart)
    .refine((map) => Object.keys(map).length <= MAX_MAPPED, `has more than ${MAX_MAPPED} entries`)
    .default({}),
  /** For `gar`: the email of the service account that pushes; any if it is left out. */
  serviceAccount: z.email().max(300).nullish(),
});

export const hookEdit = z.strictObject({
  name: name.optional(),
  /** A disabled hook answers 404. */
  disabled: z.boolean().optional(),
});

/** A hook, without its secrets. */
export const hook = z.object({
  id,
  name,
  kind,
  registry: z.string().nullable(),
  map: z.record(z.string(), z.string()),
  serviceAccount: z.string().nullable(),
  disabled: z.boolean(),
  createdAt: time,
  createdBy: z.string(),
  /** When an authentic call came last; null if none came yet. */
  lastHeardAt: time.nullable(),
});

/** A new hook. Only this answer has the address and the secret; for `docker-hub` and `quay` the address is the secret. */
export const newHook = hook.extend({ url: z.string(), secret: z.string() });

/** All hooks, by name. They always fit on one page. */
export const hookList = page(hook);

/** The answer to a call: how many of its hints are about tags that Baseboard knows. */
export const hookAnswer = z.object({ accepted: z.int() });

export const hookTestRequest = z.strictObject({ reference: reference.optional() });

/** A call and what followed. */
export const hookDelivery = z.object({
  id,
  at: time,
  outcome: z.enum(HOOK_OUTCOME),
  /** Sent by the test button. */
  test: z.boolean(),
  accepted: z.int(),
  /** How many hints it had; `hints` has the first 20. */
  hinted: z.int(),
  hints: z.array(
    z.object({
      /** Without a tag: any tag of the repository. */
      reference: z.string(),
      /** The digest that was said to be pushed. */
      digest: digest.nullable(),
      /** What the registry was found to have; null for a hint without a tag. */
      effect: z.enum(['moved', 'unchanged', 'known', 'waiting']).nullable(),
    }),
  ),
});

/** The last 20 calls, newest first. */
export const hookDeliveryList = page(hookDelivery);

export const ageQuery = z.object({
  reference,
  /** The one that the tag has now, if it is left out. */
  digest: digest.optional(),
});

/** When checks saw a tag have a digest. */
export const age = z.object({ reference, digest, firstSeen: time, lastSeen: time });

export const releasesQuery = z.object({ reference });

/** What Renovate's custom datasource reads. */
export const releases = z.object({
  releases: z.array(
    z.object({
      /** The tag. */
      version: z.string(),
      /** The digest that it has now. */
      digest,
      /** When a check first saw the tag have this digest. */
      releaseTimestamp: time,
    }),
  ),
});

export type HookRequest = z.input<typeof hookRequest>;
export type HookEdit = z.input<typeof hookEdit>;
export type HookView = z.infer<typeof hook>;
export type NewHookView = z.infer<typeof newHook>;
export type HookListView = z.infer<typeof hookList>;
export type HookDeliveryView = z.infer<typeof hookDelivery>;
export type HookDeliveryListView = z.infer<typeof hookDeliveryList>;
export type AgeView = z.infer<typeof age>;
export type ReleasesView = z.infer<typeof releases>;
