import type { RebaseRefusal } from '#lib/rebase/rebase.ts';

/** A rebase is refused with a reason: an expected outcome, told with its facts. */
export class RebaseRefusedError extends Error {
  override name = 'RebaseRefusedError';
  readonly refusal: RebaseRefusal;
  constructor(refusal: RebaseRefusal, options?: ErrorOptions) {
    super(refusal.detail, options);
    this.refusal = refusal;
  }
}

/** What a plan stands on has moved, or its tag is being moved by another rebase: plan again. */
export class PlanOutdatedError extends Error {
  override name = 'PlanOutdatedError';
}

/** Only layers name the image's base, and nobody can confirm it. */
export class UnconfirmedBaseError extends Error {
  override name = 'UnconfirmedBaseError';
}

/** Ends with a refusal. */
export function refuse(
  kind: RebaseRefusal['kind'],
  detail: string,
  instead: RebaseRefusal['instead'],
  facts: RebaseRefusal['facts'] = {},
): never {
  throw new RebaseRefusedError({ kind, detail, instead, facts });
}
