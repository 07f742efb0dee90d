import { type SQL, sql } from 'drizzle-orm';
import type { Mention } from '#lib/sources/mention.ts';
import type { RunningState } from '#lib/sources/running-state.ts';
import type { Database } from '../database/database.ts';

/** Places of what runs: of images that were judged, what is not known of images whose verdict holds, or what is new of a source. */
export type RunningSelection =
  | { readonly judged: readonly string[] }
  | { readonly confirmed: readonly string[] }
  | { readonly source: string };

/** A place where a tracked image runs. */
export interface RunningPlace extends Record<string, unknown> {
  readonly sourceId: string;
  readonly reference: string;
  readonly key: string;
  readonly place: Mention['place'];
  readonly digest: string | null;
  /** What was stored of it; null if it was not compared. */
  readonly running: RunningState | null;
  /** The digest of the image at its last check. */
  readonly current: string | null;
  /** Whether the last check of its tag found that it is gone. */
  readonly isGone: boolean;
}

/** Whether a selection has any place, at the cost of one look at an index. */
export async function runsAnywhere(db: Database, which: RunningSelection): Promise<boolean> {
  const { rows } = await db.execute(sql`select ${placesOf(which)} limit 1`);
  return rows.length > 0;
}

/** The places of a selection, each with what its image's name has now. */
export async function readRunningPlaces(db: Database, which: RunningSelection): Promise<RunningPlace[]> {
  const tag = sql`images.registry || '/' || images.repository || ':' || images.tag`;
  const { rows } = await db.execute<RunningPlace>(sql`
    select mention.source_id as "sourceId", mention.reference, mention.key, mention.place, mention.digest, mention.running,
      images.digest as current, coalesce((select last.digest is null from observations last
        where last.tag = ${tag} order by last.first_seen desc limit 1), false) as "isGone"
    ${placesOf(which)}`);
  return rows;
}

function placesOf(which: RunningSelection): SQL {
  return sql`from mentions mention join images on images.reference = mention.reference
    where mention.kind = 'runs' and mention.gone_since is null and ${conditionOf(which)}`;
}

function conditionOf(which: RunningSelection): SQL {
  if ('source' in which) return sql`mention.source_id = ${which.source} and mention.running is null`;
  if ('judged' in which) return sql`images.id = any(${sql.param([...which.judged])}::uuid[])`;
  return sql`images.id = any(${sql.param([...which.confirmed])}::uuid[])
    and coalesce(mention.running, 'unknown') = 'unknown'`;
}

/** Stores how places compare `now`. To be called with `lockSources`. */
export async function writeRunningStates(
  transaction: Database,
  places: readonly (Pick<RunningPlace, 'sourceId' | 'reference' | 'key'> & { readonly now: RunningState })[],
): Promise<void> {
  if (places.length === 0) return;
  const rows = places.map(({ sourceId, reference, key, now }) => ({ sourceId, reference, key, now }));
  await transaction.execute(sql`
    update mentions set running = compared.now
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as compared("sourceId" uuid, reference text, key text, now text)
    where mentions.source_id = compared."sourceId" and mentions.reference = compared.reference
      and mentions.key = compared.key`);
}
