import type { Caller } from '#lib/access/roles.ts';
import type { WithRegistryStatus } from '#lib/fleet/capabilities.ts';
import { tryParseReference } from '#lib/oci/reference.ts';
import type { CheckLimit } from './check-limit.ts';

/**
 * Runs a function that contacts the registries of these references. The number of runs is limited for callers without
 * `track`. For callers with it, the registries that they name count as chosen.
 */
export type Reaching = <T>(who: Caller, references: readonly string[], run: () => Promise<T>) => Promise<T>;

/** Creates a {@link Reaching} with this limit. */
export function reachingRegistries({ registries }: WithRegistryStatus, checkLimit: CheckLimit): Reaching {
  return async (who, references, run) => {
    if (!who.permissions.includes('track')) return checkLimit.run(who.account, run);
    await registries.choose(references.flatMap((text) => tryParseReference(text)?.registry ?? []));
    return run();
  };
}
