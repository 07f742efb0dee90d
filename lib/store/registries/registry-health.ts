import { and, eq, lt, or, sql } from 'drizzle-orm';
import type { RegistryHealth } from '#lib/registry/health/health.ts';
import type { Database } from '../database/database.ts';
import { storableJson } from '../database/storable.ts';
import { images } from '../schema/images.ts';
import { registries } from '../schema/registries.ts';

export type StoredRegistry = typeof registries.$inferSelect;

/**
 * Stores the health of registries. The latest observation of all processes counts; an unchanged state keeps the time
 * at which it began.
 */
export async function writeHealth(db: Database, healths: ReadonlyMap<string, RegistryHealth>): Promise<void> {
  if (healths.size === 0) return;
  const at = (ms: number | null | undefined) => (ms == null ? null : new Date(ms).toISOString());
  const rows = storableJson(
    [...healths].map(([host, health]) => ({
      host,
      state: health.state,
      since: at(health.since),
      last_error: health.lastError?.problem ?? null,
      last_error_code: health.lastError?.code ?? null,
      last_error_at: at(health.lastError?.at),
      last_ok_at: at(health.lastOkAt),
      rate_limit: health.rateLimit?.limit ?? null,
      rate_remaining: health.rateLimit?.remaining ?? null,
      rate_window_seconds: health.rateLimit?.windowSeconds ?? null,
      rate_at: at(health.rateLimit?.at),
      paused_until: at(health.pausedUntil),
      observed_at: at(health.observedAt),
    })),
  );
  // Numbers in a registry's headers may exceed the column's range.
  const bounded = (column: string) => sql.raw(`least(given.${column}, 2147483647)::int`);
  await db.execute(sql`
    insert into registries as known (host, state, since, last_error, last_error_code, last_error_at, last_ok_at,
      rate_limit, rate_remaining, rate_window_seconds, rate_at, paused_until, observed_at)
    select host, state, since, last_error, last_error_code, last_error_at, last_ok_at,
      ${bounded('rate_limit')}, ${bounded('rate_remaining')}, ${bounded('rate_window_seconds')}, rate_at,
      paused_until, observed_at
    from jsonb_to_recordset(${rows}::jsonb) as given(host text, state text, since timestamptz, last_error text,
      last_error_code text, last_error_at timestamptz, last_ok_at timestamptz, rate_limit bigint,
      rate_remaining bigint, rate_window_seconds bigint, rate_at timestamptz, paused_until timestamptz,
      observed_at timestamptz)
    order by host
    on conflict (host) do update set
      since = case when known.state = excluded.state then known.since else excluded.since end,
      state = excluded.state,
      last_error = coalesce(excluded.last_error, known.last_error),
      last_error_code = coalesce(excluded.last_error_code, known.last_error_code),
      last_error_at = coalesce(excluded.last_error_at, known.last_error_at),
      last_ok_at = greatest(excluded.last_ok_at, known.last_ok_at),
      rate_limit = coalesce(excluded.rate_limit, known.rate_limit),
      rate_remaining = coalesce(excluded.rate_remaining, known.rate_remaining),
      rate_window_seconds = case when excluded.rate_at is null then known.rate_window_seconds
        else excluded.rate_window_seconds end,
      rate_at = coalesce(excluded.rate_at, known.rate_at),
      paused_until = excluded.paused_until,
      observed_at = excluded.observed_at
    where known.observed_at is null or known.observed_at <= excluded.observed_at`);
}

/** Every registry that was contacted or named. */
export async function readRegistries(db: Database): Promise<StoredRegistry[]> {
  return db.select().from(registries);
}

/** Deletes registries without a request since a time, unless somebody with permission named them. */
export async function forgetRegistries(db: Database, before: Date): Promise<void> {
  await db.delete(registries).where(and(eq(registries.named, false), lt(registries.observedAt, before)));
}

/** Ends a registry's pause; another process may start a new one. */
export async function endPause(db: Database, host: string): Promise<void> {
  await db.update(registries).set({ pausedUntil: null }).where(eq(registries.host, host));
}

/** Stores that somebody with permission named a registry. */
export async function nameRegistry(db: Database, host: string): Promise<void> {
  await db
    .insert(registries)
    .values({ host, named: true })
    .onConflictDoUpdate({ target: registries.host, set: { named: true } });
}

/** Whether an image on this registry is tracked, or somebody with permission named it. */
export async function isTrackedOrNamed(db: Database, host: string): Promise<boolean> {
  const { rows } = await db.execute<{ chosen: boolean }>(sql`
    select exists (select from images where registry = ${host})
      or exists (select from registries where host = ${host} and named) as chosen`);
  return rows[0]?.chosen ?? false;
}

/** How the fleet uses a registry. */
export interface RegistryUse {
  /** Tracked images in it. */
  readonly tracked: number;
  /** Tracked images with a base from it anywhere in their chain. */
  readonly based: number;
  /** Tracked images that cannot be checked because of it. */
  readonly affected: number;
  /** Since when the first of these could not be checked (ISO 8601); null if there is none. */
  readonly since: string | null;
  /** Its problem, as their verdicts say; null if there are none. */
  readonly problem: string | null;
}

/** How the fleet uses each registry that it knows, without the sample fleet's. */
export async function readRegistryUse(db: Database): Promise<ReadonlyMap<string, RegistryUse>> {
  const { rows } = await db.execute<{ host: string } & RegistryUse & Record<string, unknown>>(sql`
    select host, sum(tracked)::int as tracked, sum(based)::int as based, sum(affected)::int as affected,
      min(since) as since, min(problem) as problem
    from (
      select registry as host, count(*) as tracked, 0 as based, 0 as affected, null as since, null as problem
      from images where not sample group by registry
      union all
      select base.host, 0, count(*), 0, null, null
      from images cross join lateral (
        select distinct split_part(name, '/', 1) as host from unnest(ancestors) as name
      ) as base
      where not sample group by 1
      union all
      select unreachable ->> 'host', 0, 0, count(*), min(unreachable ->> 'since'), min(unreachable ->> 'problem')
      from images where unreachable is not null and unreachable ->> 'host' is not null and not sample group by 1
    ) as uses
    group by host`);
  return new Map(rows.map(({ host, ...use }) => [host, use]));
}

/** Ids and registries of the images that are on a registry or cannot be checked because of it. */
export async function selectOnRegistry(
  db: Database,
  host: string,
): Promise<{ readonly id: string; readonly registry: string }[]> {
  return db
    .select({ id: images.id, registry: images.registry })
    .from(images)
    .where(
      or(
        eq(images.registry, host),
        sql`(${images.unreachable} is not null and ${images.unreachable} ->> 'host' = ${host})`,
      ),
    )
    .orderBy(images.registry, images.reference);
}
