import { createHash } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { Mention } from '#lib/sources/mention.ts';
import { placeIdentity, RUNS_PLACE } from '#lib/sources/place-keys.ts';
import type { Mentioned } from '#lib/sources/reconcile/reconcile.ts';
import type { SourceKind } from '#lib/sources/source-kind.ts';
import type { Database } from '../database/database.ts';
import { storableJson } from '../database/storable.ts';

/** Rows written or read by one statement. */
const BATCH = 2000;
/** The only key of what runs that changes how it compares with its name, and not the place's identity. */
const OUTDATED = sql.raw(`'${RUNS_PLACE.outdated}'`);

/** What a source mentions, each image once; with `before`, without images that it first mentioned since then. */
export async function readMentioned(db: Database, sourceId: string, before?: Date): Promise<Mentioned[]> {
  const known =
    before === undefined ? sql`` : sql`having min(first_seen) < ${before.toISOString()}::timestamptz`;
  const { rows } = await db.execute<{ reference: string; gone: string | null; unconfirmed: boolean }>(sql`
    select reference, case when bool_or(gone_since is null) then null else max(gone_since) end as gone,
      bool_or(unconfirmed) as unconfirmed
    from mentions where source_id = ${sourceId} group by reference ${known}`);
  return rows.map(({ reference, gone, unconfirmed }) => ({
    ...{ reference, unconfirmed },
    goneSince: gone === null ? null : new Date(gone),
  }));
}

/** The images that a source first mentioned at a time or later. */
export async function firstMentionedSince(db: Database, sourceId: string, since: Date): Promise<string[]> {
  const { rows } = await db.execute<{ reference: string }>(sql`
    select reference from mentions where source_id = ${sourceId} group by reference
    having min(first_seen) >= ${since.toISOString()}::timestamptz`);
  return rows.map(({ reference }) => reference);
}

/** Which of these images a source mentions, or mentioned and has not released. */
export async function knownAmong(
  db: Database,
  sourceId: string,
  references: readonly string[],
): Promise<ReadonlySet<string>> {
  const { rows } = await db.execute<{ reference: string }>(sql`
    select distinct reference from mentions
    where source_id = ${sourceId} and reference = any(${sql.param([...references])}::text[])`);
  return new Set(rows.map(({ reference }) => reference));
}

/** Stores what a source mentions at a time, under fully qualified references. Such an image is not missing. */
export async function writeMentions(
  transaction: Database,
  sourceId: string,
  mentions: readonly Mention[],
  at: Date,
): Promise<void> {
  const rows = new Map(
    mentions.map((mention) => {
      const { reference, kind, digest = null, place } = mention;
      const key = keyOf(mention);
      return [`${reference} ${key}`, { reference, key, kind, digest, place }];
    }),
  );
  const all = [...rows.values()];
  for (let from = 0; from < all.length; from += BATCH) {
    await transaction.execute(sql`
      insert into mentions (source_id, reference, key, kind, digest, place, first_seen, last_seen)
      select ${sourceId}, reference, key, kind, digest, place, ${at.toISOString()}::timestamptz, ${at.toISOString()}::timestamptz
      from jsonb_to_recordset(${storableJson(all.slice(from, from + BATCH))}::jsonb)
        as seen(reference text, key text, kind text, digest text, place jsonb)
      order by reference, key
      on conflict (source_id, reference, key) do update set
        digest = excluded.digest, place = excluded.place, last_seen = excluded.last_seen,
        gone_since = null, unconfirmed = false, running = case
          when mentions.gone_since is null and mentions.place -> ${OUTDATED} is not distinct from excluded.place -> ${OUTDATED} then mentions.running end`);
  }
}

/** Digests tell what runs apart: during an update a workload runs two. Elsewhere a place has one digest at a time. */
function keyOf({ kind, place, digest }: Mention): string {
  const text = [kind, placeIdentity(place), kind === 'runs' ? (digest ?? '') : ''].join('\n');
  return createHash('sha256').update(text).digest('base64url').slice(0, 22);
}

/** Forgets the places that a complete listing no longer has, of images that it still mentions. */
export async function deletePlacesBefore(
  transaction: Database,
  sourceId: string,
  references: readonly string[],
  at: Date,
): Promise<void> {
  await transaction.execute(sql`
    delete from mentions where source_id = ${sourceId} and last_seen < ${at.toISOString()}::timestamptz
      and reference = any(${sql.param([...references])}::text[])`);
}

/** Stores which images a source no longer mentions, and since when. */
export async function writeMissing(
  transaction: Database,
  sourceId: string,
  missing: readonly Mentioned[],
): Promise<void> {
  for (let from = 0; from < missing.length; from += BATCH) {
    await transaction.execute(sql`
      update mentions set gone_since = gone.since, unconfirmed = gone.unconfirmed
      from jsonb_to_recordset(${JSON.stringify(
        missing
          .slice(from, from + BATCH)
          .map(({ reference, goneSince, unconfirmed }) => ({ reference, since: goneSince, unconfirmed })),
      )}::jsonb) as gone(reference text, since timestamptz, unconfirmed boolean)
      where mentions.source_id = ${sourceId} and mentions.reference = gone.reference`);
  }
}

/** Forgets that a source mentioned images. */
export async function deleteMentions(
  transaction: Database,
  sourceId: string,
  references: readonly string[],
): Promise<void> {
  await transaction.execute(sql`
    delete from mentions
    where source_id = ${sourceId} and reference = any(${sql.param([...references])}::text[])`);
}

/** Another source that mentions an image, or mentioned it until a time. */
export interface OtherSource extends Record<string, unknown> {
  readonly reference: string;
  readonly name: string;
  readonly kind: SourceKind;
  readonly goneSince: Date | null;
}

/** Which other sources have these images. */
export async function otherSourcesOf(
  db: Database,
  sourceId: string,
  references: readonly string[],
): Promise<OtherSource[]> {
  const { rows } = await db.execute<OtherSource & { gone: string | null }>(sql`
    select reference, sources.name, sources.kind,
      case when bool_or(gone_since is null) then null else max(gone_since) end as gone
    from mentions join sources on sources.id = mentions.source_id
    where source_id <> ${sourceId} and reference = any(${sql.param([...references])}::text[])
    group by reference, sources.id`);
  return rows.map(({ gone, ...row }) => ({ ...row, goneSince: gone === null ? null : new Date(gone) }));
}

/** Which of these images a person keeps tracked. */
export async function keptByPeople(db: Database, references: readonly string[]): Promise<string[]> {
  const { rows } = await db.execute<{ reference: string }>(sql`
    select reference from images where by_person and reference = any(${sql.param([...references])}::text[])`);
  return rows.map(({ reference }) => reference);
}

/** Whether a source has images whose absence a person has to confirm. */
export async function hasUnconfirmed(db: Database, sourceId: string): Promise<boolean> {
  const { rows } = await db.execute(sql`
    select from mentions where source_id = ${sourceId} and unconfirmed and gone_since is null limit 1`);
  return rows.length > 0;
}

/** The images of all sources or of one, by source: those that they mention and that are tracked, and those that they miss. */
export async function countMentioned(
  db: Database,
  sourceId?: string,
): Promise<ReadonlyMap<string, { readonly tracked: number; readonly missing: number }>> {
  const { rows } = await db.execute<{ id: string; tracked: number; missing: number }>(sql`
    select source_id as id, count(distinct images.reference)::int as tracked,
      count(distinct mentions.reference) filter (where gone_since is not null or unconfirmed)::int as missing
    from mentions left join images on images.reference = mentions.reference
    ${sourceId === undefined ? sql`` : sql`where source_id = ${sourceId}`} group by source_id`);
  return new Map(rows.map(({ id, ...counts }) => [id, counts]));
}
