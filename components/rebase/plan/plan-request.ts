import type { z } from 'zod';
import type { annotatePlanRequest, PlanRequest } from '#lib/api/contract/rebases.ts';
import type { PlanParameters } from './use-plan-parameters.ts';

/** The request for a plan, and which endpoint takes it. */
export type PlanRequestOf =
  | { readonly kind: 'annotate'; readonly body: z.infer<typeof annotatePlanRequest> }
  | { readonly kind: 'rebase'; readonly body: PlanRequest };

/** The request for the plan that the URL describes. Empty parameters are left out. */
export function planRequestOf({
  reference,
  newBase,
  target,
  mode,
  annotate,
  base,
}: PlanParameters): PlanRequestOf {
  const image = { reference, ...(target === '' ? {} : { target }) };
  if (annotate !== null) return { kind: 'annotate', body: { ...image, ...(base === '' ? {} : { base }) } };
  return {
    kind: 'rebase',
    body: { ...image, configMode: mode, ...(newBase === '' ? {} : { newBase }) },
  };
}
