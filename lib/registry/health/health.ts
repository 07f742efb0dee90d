import { MAX_WANTED_SECONDS, type RegistryError } from '../errors.ts';
import type { RateLimit } from '../transport/http/rate-limit.ts';
import { describeFailure } from './describe-failure.ts';

/** States of a registry. */
export const HEALTH_STATE = ['ok', 'slow', 'rate-limited', 'denied', 'unreachable'] as const;
/** How a registry answers. */
export type HealthState = (typeof HEALTH_STATE)[number];

/** How a registry answers, or that requests to it are paused after several failures in a row. */
export const REGISTRY_STATE = [...HEALTH_STATE, 'paused'] as const;
/** One of {@link REGISTRY_STATE}. */
export type RegistryState = (typeof REGISTRY_STATE)[number];

/** How one registry answers; times are milliseconds since the epoch. */
export interface RegistryHealth {
  readonly state: HealthState;
  /** When this state began. */
  readonly since: number;
  readonly lastError: HealthError | null;
  readonly lastOkAt: number | null;
  readonly rateLimit: RateLimit | null;
  /** No requests are sent before then: the registry failed several times in a row, or sent `Retry-After`. */
  readonly pausedUntil: number | null;
  /** When it last answered or failed. */
  readonly observedAt: number;
}

/** The last failure of a registry. */
interface HealthError {
  /** What the registry did, to follow its name: "refuses connections". */
  readonly problem: string;
  readonly code: string;
  readonly at: number;
}

/** How one call of a reader ended. */
export type CallOutcome =
  | { readonly kind: 'answered'; readonly ms: number }
  | { readonly kind: 'failed'; readonly error: RegistryError };

/** Milliseconds after which an answer is slow. */
const SLOW_MS = 5000;

/**
 * The health after one more call; `now` in milliseconds since the epoch. A 404 is an answer; an aborted call changes
 * nothing. The state is `denied` only if no repository is visible: `shows` is true if another one was at its last
 * request.
 */
export function healthAfter(
  before: RegistryHealth | undefined,
  outcome: CallOutcome,
  now: number,
  shows: boolean,
): RegistryHealth | undefined {
  if (outcome.kind === 'answered') return answered(before, now, outcome.ms > SLOW_MS ? 'slow' : 'ok');
  const { error } = outcome;
  const state = stateOf(error, shows);
  if (state === undefined) return before;
  const lastError = { problem: describeFailure(error), code: error.code, at: now };
  if (state === 'ok')
    return { ...answered(before, now, before?.state === 'slow' ? 'slow' : 'ok'), lastError };
  const wait = error.kind === 'rate-limited' && error.retryAfter !== undefined ? error.retryAfter : null;
  return {
    state,
    since: before?.state === state ? before.since : now,
    lastError,
    lastOkAt: before?.lastOkAt ?? null,
    rateLimit: before?.rateLimit ?? null,
    pausedUntil:
      wait === null ? (before?.pausedUntil ?? null) : now + Math.min(wait, MAX_WANTED_SECONDS) * 1000,
    observedAt: now,
  };
}

function answered(before: RegistryHealth | undefined, now: number, state: 'ok' | 'slow'): RegistryHealth {
  return {
    state,
    since: before?.state === state ? before.since : now,
    lastError: before?.lastError ?? null,
    lastOkAt: now,
    rateLimit: before?.rateLimit ?? null,
    pausedUntil: null,
    observedAt: now,
  };
}

/** The state that a failure shows: `ok` if the registry did answer, `undefined` if the failure shows nothing. */
function stateOf({ kind, code }: RegistryError, shows: boolean): HealthState | undefined {
  switch (kind) {
    case 'unreachable':
      return 'unreachable';
    case 'timeout':
      // Other timeouts are our own budget.
      return code === 'TIMEOUT' ? 'unreachable' : undefined;
    case 'rate-limited':
      return 'rate-limited';
    case 'not-visible':
      return shows ? 'ok' : 'denied';
    case 'not-found':
    case 'invalid-response':
    case 'conflict':
    case 'unsupported':
      return 'ok';
    case 'forbidden-address':
      return code === 'FORBIDDEN_REALM' ? 'denied' : 'unreachable';
    case 'aborted':
      return undefined;
  }
}
