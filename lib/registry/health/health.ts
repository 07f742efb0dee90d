import type { RegistryError } from '../errors.ts';
import type { RateLimit } from '../transport/http/observed-request.ts';
import { troubleWords } from './error-words.ts';

/** How a registry answers. */
export const HEALTH_STATE = ['ok', 'slow', 'rate-limited', 'denied', 'unreachable'] as const;
export type HealthState = (typeof HEALTH_STATE)[number];

/** How a registry answers, or that requests to it are paused: several in a row failed. */
export const REGISTRY_STATE = [...HEALTH_STATE, 'paused'] as const;
export type RegistryState = (typeof REGISTRY_STATE)[number];

/** What is known of how one registry answers; times are milliseconds since the epoch. */
export interface RegistryHealth {
  readonly state: HealthState;
  /** When it came into this state. */
  readonly since: number;
  readonly lastError: HealthError | null;
  readonly lastOkAt: number | null;
  readonly rateLimit: RateLimit | null;
  /** No requests are sent until then: it did not answer several times in a row, or sent a `Retry-After`. */
  readonly pausedUntil: number | null;
  /** The latest answer or failure. */
  readonly observedAt: number;
}

export interface HealthError {
  /** What the registry does, after its name: "refuses connections". */
  readonly problem: string;
  readonly code: string;
  readonly at: number;
}

/** One call of a reader as it ended. */
export type CallOutcome =
  | { readonly kind: 'answered'; readonly ms: number }
  | { readonly kind: 'failed'; readonly error: RegistryError };

/** Answers that take longer than this, in milliseconds, are slow. */
const SLOW_MS = 5000;

/**
 * The health after one more call. A 404 is an answer; a call that the caller aborted says nothing. `denied` means that
 * no repository is visible: `shows` is true if another one was, at its last request.
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
  const lastError = { problem: troubleWords(error), code: error.code, at: now };
  if (state === 'ok')
    return { ...answered(before, now, before?.state === 'slow' ? 'slow' : 'ok'), lastError };
  const wait = error.kind === 'rate-limited' && error.retryAfter !== undefined ? error.retryAfter : null;
  return {
    state,
    since: before?.state === state ? before.since : now,
    lastError,
    lastOkAt: before?.lastOkAt ?? null,
    rateLimit: before?.rateLimit ?? null,
    pausedUntil: wait === null ? (before?.pausedUntil ?? null) : now + wait * 1000,
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

/** What a failure says about its registry; `ok` if the registry answered all the same, `undefined` if nothing. */
function stateOf({ kind, code }: RegistryError, shows: boolean): HealthState | undefined {
  switch (kind) {
    case 'unreachable':
      return 'unreachable';
    case 'timeout':
      // Our own budget was used up.
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
