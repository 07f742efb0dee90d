import { canonicalRegistry } from '#lib/oci/reference.ts';
import type { RegistryState } from '#lib/registry/health/health.ts';
import type { RegistrySettings } from '#lib/registry/settings.ts';
import {
  type RegistryUse,
  readRegistries,
  readRegistryUse,
  type StoredRegistry,
} from '#lib/store/registries/registry-health.ts';
import type { WithClock, WithDatabase, WithRegistryStatus } from '../capabilities.ts';
import { SAMPLE_HOST } from '../sample/recipes.ts';

/** A registry: its health, the images that use it, and how requests reach it. */
export interface KnownRegistry {
  readonly host: string;
  readonly configured: RegistrySettings | null;
  /** Null before the first request. */
  readonly state: RegistryState | null;
  readonly health: StoredRegistry | null;
  readonly use: RegistryUse;
  readonly login: Login;
}

/** Where the login for a registry comes from, and whether it is used; never the login. */
interface Login {
  /** `config` for `baseboard.yaml`, else the place in docker's words; null for none. */
  readonly source: string | null;
  /** False if only annotations, labels or provenance name the registry: requests are then anonymous. */
  readonly used: boolean;
}

const NO_USE: RegistryUse = { tracked: 0, based: 0, affected: 0, since: null, problem: null };
/** The most registries that are listed: those with most images. */
const MAX_SHOWN = 500;

/** Every registry that is configured, has a tracked image or a base, or got requests: those in trouble first, then by
 * images. */
export async function listRegistries(
  context: WithDatabase & WithClock & WithRegistryStatus,
  configured: readonly RegistrySettings[],
): Promise<KnownRegistry[]> {
  const { db, registries } = context;
  await registries.flush();
  const [stored, uses] = await Promise.all([readRegistries(db), readRegistryUse(db)]);
  const healths = new Map(stored.map((row) => [row.host, row]));
  const settings = new Map(configured.map((each) => [canonicalRegistry(each.host), each]));
  const hosts = [...new Set([...settings.keys(), ...uses.keys(), ...healths.keys()])]
    .filter((host) => host !== SAMPLE_HOST)
    .map((host) => ({ host, use: uses.get(host) ?? NO_USE, health: healths.get(host) ?? null }))
    .sort(
      (a, b) =>
        b.use.affected - a.use.affected ||
        b.use.tracked + b.use.based - (a.use.tracked + a.use.based) ||
        (a.host < b.host ? -1 : 1),
    )
    .slice(0, MAX_SHOWN);
  const now = context.clock();
  return Promise.all(
    hosts.map(async ({ host, use, health }) => ({
      host,
      configured: settings.get(host) ?? null,
      state: stateOf(health, now),
      health: health && { ...health, pausedUntil: isPaused(health, now) ? health.pausedUntil : null },
      use,
      login: await loginOf(context, host, settings.get(host)),
    })),
  );
}

/** A registry counts as paused while it gets no requests because it did not answer. */
function stateOf(health: StoredRegistry | null, now: Date): KnownRegistry['state'] {
  if (health === null || health.state === null) return null;
  return health.state === 'unreachable' && isPaused(health, now) ? 'paused' : health.state;
}

function isPaused({ pausedUntil }: StoredRegistry, now: Date): boolean {
  return pausedUntil !== null && pausedUntil > now;
}

async function loginOf(
  { registries }: WithRegistryStatus,
  host: string,
  settings: RegistrySettings | undefined,
): Promise<Login> {
  if (settings?.username && settings.password) return { source: 'config', used: true };
  const [source, used] = await Promise.all([registries.loginSource(host), registries.isChosen(host)]);
  return { source, used: source !== null && used };
}
