import type { CheckTrouble } from '#lib/lineage/verdict/lineage.ts';
import type { Cause } from '#lib/lineage/verdict/reason.ts';
import { RegistryError, type RegistryErrorKind } from '#lib/registry/errors.ts';
import { describeFailure } from '#lib/registry/health/describe-failure.ts';
import { OverBudgetError } from './budget.ts';
import type { Judgement } from './judge-image.ts';
import { factOfFailure } from './sources/failure-as-fact.ts';

/** Of several errors, the kind that says most about a registry is reported. */
const REPORTED_FIRST: readonly RegistryErrorKind[] = [
  'unreachable',
  'timeout',
  'rate-limited',
  'not-visible',
  'forbidden-address',
];

/** Why a judgement is incomplete; `undefined` if it is complete. */
export function troubleOf({
  error,
  failures,
}: Pick<Judgement, 'error' | 'failures'>): CheckTrouble | undefined {
  const own = failures.includes(error) ? error : undefined;
  const failure = own ?? failures.toSorted(byWeight)[0];
  if (failure === undefined) return undefined;
  if (failure instanceof RegistryError)
    return { host: failure.host, kind: failure.kind, problem: describeFailure(failure) };
  return { host: null, kind: 'content', reason: contentReason(failure) };
}

function contentReason(failure: unknown): Cause {
  if (failure instanceof OverBudgetError) return failure.reason;
  const fact = factOfFailure(failure);
  return fact.state === 'unknown' ? fact.reason : { kind: 'content-missing' };
}

/** An order that does not depend on which request failed first. */
function byWeight(one: unknown, other: unknown): number {
  return weightOf(one) - weightOf(other) || nameOf(one).localeCompare(nameOf(other), 'en');
}

function weightOf(failure: unknown): number {
  if (!(failure instanceof RegistryError)) return REPORTED_FIRST.length + 1;
  const place = REPORTED_FIRST.indexOf(failure.kind);
  return place < 0 ? REPORTED_FIRST.length : place;
}

function nameOf(failure: unknown): string {
  return failure instanceof RegistryError ? `${failure.host} ${failure.code}` : String(failure);
}
