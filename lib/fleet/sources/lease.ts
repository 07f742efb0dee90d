import { type Claim, LostClaimError, renewClaim } from '#lib/store/sources/claims.ts';
import type { WithClock, WithDatabase } from '../capabilities.ts';

/** A process that dies leaves its listing to another one after at most this. */
const LEASE_MS = 30_000;
const RENEW_MS = 8_000;

/** Until when a claim is kept from now on. */
export function leaseUntil({ clock }: WithClock): Date {
  return new Date(clock().getTime() + LEASE_MS);
}

/** Keeps a claim as long as it is needed. The signal is aborted when another run took over. */
export function keepClaim(context: WithDatabase & WithClock, claim: Claim) {
  const lost = new AbortController();
  const timer = setInterval(() => {
    renewClaim(context.db, claim, { until: leaseUntil(context) }).catch((error: unknown) => {
      // A database that does not answer for a moment is no reason: the next write will tell.
      if (error instanceof LostClaimError) lost.abort(error);
    });
  }, RENEW_MS);
  return { signal: lost.signal, [Symbol.dispose]: () => clearInterval(timer) };
}
