import type { KnownRegistry } from '#lib/fleet/registries/list-registries.ts';
import type { RegistryView } from '../contract/registries.ts';

/** A registry in the contract's format. */
export function presentRegistry({
  host,
  state,
  health,
  configured,
  use,
  login,
}: KnownRegistry): RegistryView {
  return {
    host,
    state,
    since: iso(health?.since),
    lastError: lastErrorOf(health),
    lastOkAt: iso(health?.lastOkAt),
    rateLimit: rateLimitOf(health),
    pausedUntil: iso(health?.pausedUntil),
    configured: configured !== null,
    plainHttp: configured?.plainHttp ?? false,
    endpoint: configured?.endpoint ?? null,
    credentials: { ...login },
    tracked: use.tracked,
    based: use.based,
    affected: use.affected,
    affectedSince: use.since,
    affectedProblem: use.problem,
  };
}

function lastErrorOf(health: KnownRegistry['health']): RegistryView['lastError'] {
  const { lastError, lastErrorCode, lastErrorAt } = health ?? {};
  if (!lastError || !lastErrorCode || !lastErrorAt) return null;
  return { problem: lastError, code: lastErrorCode, at: lastErrorAt.toISOString() };
}

function rateLimitOf(health: KnownRegistry['health']): RegistryView['rateLimit'] {
  if (health === null || health.rateLimit === null || health.rateRemaining === null || health.rateAt === null)
    return null;
  return {
    limit: health.rateLimit,
    remaining: health.rateRemaining,
    windowSeconds: health.rateWindowSeconds,
    observedAt: health.rateAt.toISOString(),
  };
}

function iso(time: Date | null | undefined): string | null {
  return time?.toISOString() ?? null;
}
