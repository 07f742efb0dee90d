import type { RebaseRefusal } from '#lib/rebase/rebase.ts';

/** A rebase is refused with a reason: an expected outcome, with its facts. */
export class RebaseRefusedError extends Error {
  override name = 'RebaseRefusedError';
  readonly refusal: RebaseRefusal;
  constructor(refusal: RebaseRefusal, options?: ErrorOptions) {
    super(refusal.detail, options);
    this.refusal = refusal;
  }
}

/** What a plan depends on has changed, or another rebase is moving its tag: plan again. */
export class PlanOutdatedError extends Error {
  override name = 'PlanOutdatedError';
}

/** A rollback of the tag has started, and the registry has not confirmed its result: nothing else moves the tag. */
export class RollBackUnclearError extends PlanOutdatedError {}

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
