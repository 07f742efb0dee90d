import type { CheckTrouble } from '#lib/lineage/verdict/lineage.ts';
import type { Cause } from '#lib/lineage/verdict/reason.ts';
import { RegistryError, type RegistryErrorKind } from '#lib/registry/errors.ts';
import { describeFailure } from '#lib/registry/health/describe-failure.ts';
import { OverBudgetError } from './budget.ts';
import type { Judgement } from './judge-image.ts';
import { factOfFailure } from './sources/failure-as-fact.ts';

/** Of several errors, the kind that says most about a registry is reported. */
const TOLD_FIRST: readonly RegistryErrorKind[] = [
  'unreachable',
  'timeout',
  'rate-limited',
  'not-visible',
  'forbidden-address',
];

/** What kept a judgement from being complete; `undefined` if it was. */
export function troubleOf({
  error,
  failures,
}: Pick<Judgement, 'error' | 'failures'>): CheckTrouble | undefined {
  const own = failures.includes(error) ? error : undefined;
  const told = own ?? failures.toSorted(byWeight)[0];
  if (told === undefined) return undefined;
  if (told instanceof RegistryError)
    return { host: told.host, kind: told.kind, problem: describeFailure(told) };
  return { host: null, kind: 'content', reason: contentReason(told) };
}

function contentReason(failure: unknown): Cause {
  if (failure instanceof OverBudgetError) return failure.reason;
  const fact = factOfFailure(failure);
  return fact.state === 'unknown' ? fact.reason : { kind: 'content-missing' };
}

/** The same order whichever answer came first. */
function byWeight(one: unknown, other: unknown): number {
  return weightOf(one) - weightOf(other) || nameOf(one).localeCompare(nameOf(other), 'en');
}

function weightOf(failure: unknown): number {
  if (!(failure instanceof RegistryError)) return TOLD_FIRST.length + 1;
  const place = TOLD_FIRST.indexOf(failure.kind);
  return place < 0 ? TOLD_FIRST.length : place;
}

function nameOf(failure: unknown): string {
  return failure instanceof RegistryError ? `${failure.host} ${failure.code}` : String(failure);
}
