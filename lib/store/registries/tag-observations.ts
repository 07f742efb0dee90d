import { and, asc, eq, lte, sql } from 'drizzle-orm';
import type { Digest } from '#lib/oci/digest.ts';
import { ADVISORY_LOCK } from '../database/advisory-locks.ts';
import type { Database } from '../database/database.ts';
import { observations } from '../schema/registry-facts.ts';
import { noteAnswers } from '../tags/tag-answers.ts';

/** A tag's digest (null: the tag does not exist) over a period in which every check saw the same. */
export interface Observation {
  /** `registry/repository:tag`. */
  readonly tag: string;
  readonly digest: Digest | null;
  readonly firstSeen: Date;
  readonly lastSeen: Date;
  /** The number of the last check that saw it. */
  readonly lastLook: number;
}

/** An observation of a declared history, not from a check. */
export type PastObservation = Omit<Observation, 'lastLook'>;

/** One check of a tag. */
export interface Sighting {
  readonly tag: string;
  readonly digest: Digest | null;
  readonly at: Date;
  /** The check's number, taken before it began; absent for a declared history. */
  readonly look?: number;
}

/**
 * Records checks of tags, at most one per tag. An unchanged digest extends the latest observation, a changed one begins
 * a new one. A check that is older than the latest observation changes nothing; its number decides, since the clock may
 * have jumped. The times of a tag never run backwards.
 */
export async function recordSightings(db: Database, sightings: readonly Sighting[]): Promise<void> {
  if (sightings.length === 0) return;
  const rows = JSON.stringify(
    sightings.map(({ tag, digest, at, look }) => ({ tag, digest, at: at.toISOString(), look })),
  );
  await db.transaction(async (transaction) => {
    await transaction.execute(sql`select pg_advisory_xact_lock(${ADVISORY_LOCK.recording})`);
    await transaction.execute(sql`
      with seen as (
        select * from jsonb_to_recordset(${rows}::jsonb) as seen(tag text, digest text, at timestamptz(3), look bigint)
      ), compared as materialized (
        select seen.*, latest.first_seen, latest.last_seen,
          latest.tag is not null and latest.digest is not distinct from seen.digest as same,
          latest.tag is null or case when seen.look is null then seen.at >= latest.last_seen
            else seen.look >= latest.last_look end as newer
        from seen left join lateral (
          select * from observations o where o.tag = seen.tag order by o.first_seen desc limit 1
        ) latest on true
      ), extended as (
        update observations o set last_seen = greatest(o.last_seen, compared.at),
          last_look = greatest(o.last_look, compared.look)
        from compared
        where compared.same and o.tag = compared.tag and o.first_seen = compared.first_seen
      )
      insert into observations (tag, digest, first_seen, last_seen, last_look)
      select tag, digest, moved_at, moved_at, coalesce(look, 0)
      from compared, greatest(at, last_seen + interval '1 millisecond') as moved_at
      where not same and newer`);
    await noteAnswers(transaction, sightings);
  });
}

/** All observations of these tags, oldest first; with `until`, those that began by then. */
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
    .where(and(sql`${observations.tag} = any(${sql.param([...tags])}::text[])`, within))
    .orderBy(asc(observations.tag), asc(observations.firstSeen));
  for (const row of rows as Observation[]) {
    const history = histories.get(row.tag);
    if (history) history.push(row);
    else histories.set(row.tag, [row]);
  }
  return histories;
}

/** Inserts observations of a declared history with the given times. Stored ones do not change. */
export async function insertObservations(db: Database, past: readonly PastObservation[]): Promise<void> {
  if (past.length === 0) return;
  await db
    .insert(observations)
    .values([...past])
    .onConflictDoNothing();
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
