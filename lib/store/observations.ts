import { and, asc, eq, inArray, lte, sql } from 'drizzle-orm';
import type { Digest } from '#lib/oci/digest.ts';
import type { Database } from './database.ts';
import { observations } from './schema.ts';

/** A tag's digest (null: gone) over a span of time in which every look saw the same. */
export interface Observation {
  /** `registry/repository:tag`. */
  readonly tag: string;
  readonly digest: Digest | null;
  readonly firstSeen: Date;
  readonly lastSeen: Date;
}

/** One look at a tag. */
export interface Sighting {
  readonly tag: string;
  readonly digest: Digest | null;
  readonly at: Date;
}

/**
 * Records looks at tags: an unchanged one extends the latest observation, a changed one begins a new. Safe
 * against another process recording the same tag.
 */
export async function recordSightings(db: Database, sightings: readonly Sighting[]): Promise<void> {
  const latestByTag = new Map(sightings.map((sighting) => [sighting.tag, sighting]));
  // In one order everywhere: two processes that record the same tags then wait, and never deadlock.
  const sorted = [...latestByTag.values()].sort((a, b) => (a.tag < b.tag ? -1 : 1));
  if (sorted.length === 0) return;
  const rows = JSON.stringify(sorted.map(({ tag, digest, at }) => ({ tag, digest, at: at.toISOString() })));
  await db.transaction(async (transaction) => {
    await transaction.execute(sql`
      select pg_advisory_xact_lock(hashtext('observation'), hashtext(tag))
      from jsonb_to_recordset(${rows}::jsonb) as seen(tag text) order by tag`);
    await transaction.execute(sql`
      with seen as (
        select * from jsonb_to_recordset(${rows}::jsonb) as seen(tag text, digest text, at timestamptz)
      ), latest as (
        select distinct on (o.tag) o.tag, o.digest, o.first_seen
        from observations o join seen on seen.tag = o.tag
        order by o.tag, o.first_seen desc
      ), extended as (
        update observations o set last_seen = greatest(o.last_seen, seen.at)
        from seen join latest on latest.tag = seen.tag
        where o.tag = latest.tag and o.first_seen = latest.first_seen
          and latest.digest is not distinct from seen.digest
        returning o.tag
      )
      insert into observations (tag, digest, first_seen, last_seen)
      select seen.tag, seen.digest, seen.at, seen.at
      from seen where seen.tag not in (select tag from extended)
      on conflict do nothing`);
  });
}

/** Everything seen of these tags, oldest first; with `until`, as it was known then. */
export async function readObservations(
  db: Database,
  tags: readonly string[],
  until?: Date,
): Promise<Map<string, Observation[]>> {
  const histories = new Map<string, Observation[]>();
  if (tags.length === 0) return histories;
  const within = until === undefined ? undefined : lte(observations.firstSeen, until);
  const rows = await db
    .select()
    .from(observations)
    .where(and(inArray(observations.tag, [...tags]), within))
    .orderBy(asc(observations.tag), asc(observations.firstSeen));
  for (const row of rows as Observation[]) {
    const history = histories.get(row.tag);
    if (history) history.push(row);
    else histories.set(row.tag, [row]);
  }
  return histories;
}

/** Inserts observations with their times as given, for fleets whose past is declared; known ones stay. */
export async function insertObservations(db: Database, past: readonly Observation[]): Promise<void> {
  if (past.length === 0) return;
  await db
    .insert(observations)
    .values([...past])
    .onConflictDoNothing();
}

/** Forgets a tag's past; only for registries that live in this process. */
export async function forgetTags(db: Database, tags: readonly string[]): Promise<void> {
  if (tags.length > 0) await db.delete(observations).where(inArray(observations.tag, [...tags]));
}

/** One tag's observations, oldest first. */
export async function readTagHistory(db: Database, tag: string): Promise<Observation[]> {
  const rows = await db
    .select()
    .from(observations)
    .where(eq(observations.tag, tag))
    .orderBy(asc(observations.firstSeen));
  return rows as Observation[];
}
