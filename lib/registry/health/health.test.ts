import { describe, expect, it } from 'vitest';
import { RegistryError, type RegistryErrorKind } from '../errors.ts';
import { type CallOutcome, healthAfter, type RegistryHealth } from './health.ts';

const failed = (kind: RegistryErrorKind, code = 'X', retryAfter?: number): CallOutcome => ({
  kind: 'failed',
  error: new RegistryError({
    ...{ kind, code, host: 'r.test', operation: 'resolve', reference: 'r.test/app:1', problem: 'it failed' },
    ...(retryAfter === undefined ? {} : { retryAfter }),
  }),
});
const ANSWERED: CallOutcome = { kind: 'answered', ms: 20 };

/** What several calls in a row, a second apart, come to. */
function healthOf(...outcomes: CallOutcome[]): RegistryHealth | undefined {
  return outcomes.reduce<RegistryHealth | undefined>(
    (health, outcome, index) => healthAfter(health, outcome, index * 1000, false),
    undefined,
  );
}

describe('the health of a registry', () => {
  it.each<[RegistryErrorKind, string, string | undefined]>([
    ['unreachable', 'CONNECTION_REFUSED', 'unreachable'],
    ['timeout', 'TIMEOUT', 'unreachable'],
    ['rate-limited', 'TOOMANYREQUESTS', 'rate-limited'],
    ['not-visible', 'DENIED', 'denied'],
    ['not-found', 'MANIFEST_UNKNOWN', 'ok'],
    ['invalid-response', 'BODY_TOO_LARGE', 'ok'],
    ['forbidden-address', 'FORBIDDEN_ADDRESS', 'unreachable'],
    // What was our own doing says nothing of it.
    ['timeout', 'TIME_UP', undefined],
    ['aborted', 'ABORTED', undefined],
  ])('after %s (%s) is %s', (kind, code, state) => {
    expect(healthOf(failed(kind, code))?.state).toBe(state);
  });

  it('keeps when a state began, the last error and the last answer', () => {
    const down = failed('unreachable', 'CONNECTION_REFUSED');
    expect(healthOf(ANSWERED, down, down)).toMatchObject({
      ...{ state: 'unreachable', since: 1000, lastOkAt: 0 },
      lastError: { problem: 'refuses connections', at: 2000 },
    });
    expect(healthOf(ANSWERED, down, ANSWERED)).toMatchObject({
      ...{ state: 'ok', since: 2000, lastOkAt: 2000, pausedUntil: null },
      lastError: { problem: 'refuses connections', at: 1000 },
    });
  });

  it('knows how long a registry asked to wait, and which registry answers slowly', () => {
    expect(healthOf(failed('rate-limited', 'TOOMANYREQUESTS', 90))?.pausedUntil).toBe(90_000);
    expect(healthOf({ kind: 'answered', ms: 9000 })?.state).toBe('slow');
  });
});
