import { z } from 'zod';
import { REFUSAL_KIND } from '#lib/rebase/rebase.ts';
import { REGISTRY_OPERATION } from '#lib/registry/errors.ts';
import { PROBLEM_CODES, type ProblemCode } from './problem-codes.ts';

/** An error answer, `application/problem+json` (RFC 9457). It never contains a registry's response body. */
export const problem = z.object({
  /** The address of the code's page, relative to this server: `/problems/not-found`. */
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string(),
  /** Stable and machine-readable. */
  code: z.enum(Object.keys(PROBLEM_CODES) as [ProblemCode, ...ProblemCode[]]),
  requestId: z.string(),
  /** The field that is wrong, on 400: `references[3]`, `filter`. */
  field: z.string().optional(),
  /** The index of the malformed reference, on 400 of a list. */
  index: z.number().int().optional(),
  registry: z
    .object({ host: z.string(), operation: z.enum(REGISTRY_OPERATION), code: z.string() })
    .optional(),
  /** Seconds to wait, on some 429; the header Retry-After says the same. */
  retryAfter: z.number().int().optional(),
  refusal: z.looseObject({ kind: z.enum(REFUSAL_KIND) }).optional(),
});

export type Problem = z.infer<typeof problem>;
