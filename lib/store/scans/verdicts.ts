import { and, desc, eq, lte, sql } from 'drizzle-orm';
import type { Lineage } from '#lib/lineage/verdict/lineage.ts';
import type { Status } from '#lib/lineage/vocabulary/status.ts';
import type { Digest } from '#lib/oci/digest.ts';
import type { Database } from '../database/database.ts';
import { storableJson } from '../database/storable.ts';
import { images, verdicts } from '../schema/images.ts';

/**
 * What a verdict stands on: tags, fully qualified, with the digest each resolved to (null: it was gone), and
 * stacks of layers with a digest over the known images beneath them (null: none).
 */
export type VerdictInputs = Readonly<Record<string, string | null>>;

/** A judgement of a tracked image, ready to be kept. */
export interface JudgedImage {
  readonly imageId: string;
  readonly lineage: Lineage;
  /** Hash of the lineage without its time. */
  readonly fingerprint: string;
  readonly digest: Digest | null;
  readonly baseName: string | null;
  /** Every base below the image, the direct one included. */
  readonly ancestors: readonly string[];
  readonly platforms: readonly string[];
  readonly behindSince: string | null;
  readonly checkedAt: Date;
  /** The number of its look; absent for a past that has only times. */
  readonly look?: number;
  /** Null where anything was not known, so that it has to be judged anew in any case. */
  readonly inputs: VerdictInputs | null;
  /** The keys of the stacks that would change the verdict if they became known or were forgotten. */
  readonly askedStacks?: readonly bigint[];
}

/** A verdict that is another one than before; `previousStatus` is null after the first scan. */
export interface ChangedVerdict {
  readonly imageId: string;
  readonly reference: string;
  readonly status: Status;
  readonly previousStatus: Status | null;
}

/** For a row of `current`: its check was complete. */
const CHECKED = sql.raw(`coalesce(current.unreachable, 'null') = 'null'`);

/**
 * Keeps judgements: a changed verdict becomes a row, an unchanged one moves `checkedAt` alone; of an image that still
 * cannot be checked the row tells the latest trouble. A judgement older than the one that is there is dropped, and so
 * is one of an image no longer tracked. The numbers of their looks decide which is older: a clock may have jumped
 * between them. The times of an image's verdicts never run backwards.
 */
export async function writeVerdicts(db: Database, judged: readonly JudgedImage[]): Promise<ChangedVerdict[]> {
  if (judged.length === 0) return [];
  const rows = storableJson(
    judged.map((each) => ({
      image_id: each.imageId,
      lineage: each.lineage,
      fingerprint: each.fingerprint,
      digest: each.digest,
      status: each.lineage.status,
      summary: each.lineage.summary,
      base_name: each.baseName,
      ancestors: each.ancestors,
      platforms: each.platforms,
      behind_since: each.behindSince,
      unreachable: each.lineage.unreachable ?? null,
      last_known: each.lineage.lastKnown ?? null,
      checked_at: each.checkedAt.toISOString(),
      look: each.look ?? null,
      inputs: each.inputs,
      asked_stacks: (each.askedStacks ?? []).map(String),
    })),
  );
  return db.transaction(async (transaction) => {
    // A statement of its own: the next one then sees the verdicts of whoever held the lock before.
    await transaction.execute(sql`
      select id from images where id = any(${sql.param(judged.map(({ imageId }) => imageId))}::uuid[])
      order by id for update`);
    const { rows: changed } = await transaction.execute<ChangedVerdict & Record<string, unknown>>(sql`
      with given as materialized (
        select * from jsonb_to_recordset(${rows}::jsonb) as given(
          image_id uuid, lineage jsonb, fingerprint text, digest text, status text, summary text, base_name text,
          ancestors text[], platforms text[], behind_since timestamptz, unreachable jsonb,
          last_known jsonb, checked_at timestamptz, look bigint, inputs jsonb, asked_stacks bigint[])
      ), current as materialized (
        select given.*, images.reference, images.verdict_id,
          case when images.checked_at is not null then images.status end as previous_status,
          verdicts.fingerprint is distinct from given.fingerprint as changed,
          greatest(given.checked_at, verdicts.at) as at
        from given join images on images.id = given.image_id
          left join verdicts on verdicts.id = images.verdict_id
        where images.checked_at is null
          or case when given.look is null then images.checked_at <= given.checked_at
            else images.look <= given.look end
      ), added as (
        insert into verdicts (image_id, at, fingerprint, lineage, inputs, status, previous_status, base_name,
          ancestors, platforms, behind_since)
        select image_id, at, fingerprint, lineage, inputs, status, previous_status, base_name,
          ancestors, platforms, behind_since
        from current where changed
        returning id, image_id
      ), updated as (
        update images set digest = current.digest, status = current.status, summary = current.summary,
          base_name = current.base_name, ancestors = current.ancestors, platforms = current.platforms,
          behind_since = current.behind_since, unreachable = nullif(current.unreachable, 'null'),
          last_known = nullif(current.last_known, 'null'), checked_at = current.checked_at,
          look = coalesce(current.look, images.look), asked_stacks = current.asked_stacks,
          verdict_id = coalesce(added.id, current.verdict_id)
        from current left join added on added.image_id = current.image_id
        where images.id = current.image_id
      ), superseded as (
        update verdicts set superseded_at = current.at
        from current where verdicts.id = current.verdict_id and changed
      ), restated as (
        update verdicts set inputs = current.inputs
        from current where verdicts.id = current.verdict_id and not changed and ${CHECKED}
      ), still_unreachable as (
        update verdicts set lineage = current.lineage, inputs = current.inputs, base_name = current.base_name,
          ancestors = current.ancestors, platforms = current.platforms, behind_since = current.behind_since
        from current where verdicts.id = current.verdict_id and not changed and not ${CHECKED}
      )
      select image_id as "imageId", reference, status, previous_status as "previousStatus"
      from current where changed`);
    return changed;
  });
}

/** Records that images were checked, each by the look with this number, and that their verdicts hold. */
export async function confirmVerdicts(
  db: Database,
  confirmed: readonly { readonly id: string; readonly look: number }[],
  checkedAt: Date,
): Promise<void> {
  if (confirmed.length === 0) return;
  await db.execute(sql`
    with seen as (
      select * from jsonb_to_recordset(${JSON.stringify(confirmed)}::jsonb) as seen(id uuid, look bigint)
    ), locked as (
      select images.id, seen.look from images join seen on seen.id = images.id order by images.id for update of images
    )
    update images set checked_at = ${checkedAt.toISOString()}::timestamptz, look = locked.look
    from locked where images.id = locked.id and images.look <= locked.look`);
}

/** The verdicts that hold of these images, each with when it was confirmed last (ISO 8601), by the images' ids. */
export async function readCurrentVerdicts(
  db: Database,
  imageIds: readonly string[],
): Promise<ReadonlyMap<string, { readonly lineage: Lineage; readonly checkedAt: string }>> {
  if (imageIds.length === 0) return new Map();
  const rows = await db
    .select({ id: images.id, lineage: verdicts.lineage, at: verdicts.at, checkedAt: images.checkedAt })
    .from(images)
    .innerJoin(verdicts, eq(verdicts.id, images.verdictId))
    .where(sql`${images.id} = any(${sql.param([...imageIds])}::uuid[])`);
  return new Map(
    rows.map(({ id, lineage, at, checkedAt }) => [
      id,
      { lineage, checkedAt: (checkedAt ?? at).toISOString() },
    ]),
  );
}

/** A verdict and when it was first reached. */
export interface StoredVerdict {
  readonly at: Date;
  readonly lineage: Lineage;
}

/** An image's verdict as it was at a time (now unless told); `undefined` where none had been reached. */
export async function readVerdict(
  db: Database,
  imageId: string,
  at?: Date,
): Promise<StoredVerdict | undefined> {
  const [row] = await db
    .select({ at: verdicts.at, lineage: verdicts.lineage })
    .from(verdicts)
    .where(and(eq(verdicts.imageId, imageId), at === undefined ? undefined : lte(verdicts.at, at)))
    .orderBy(desc(verdicts.at), desc(verdicts.seq))
    .limit(1);
  return row;
}

/** An image's verdicts, newest first, at most `limit`. */
export async function readVerdicts(db: Database, imageId: string, limit: number): Promise<StoredVerdict[]> {
  return db
    .select({ at: verdicts.at, lineage: verdicts.lineage })
    .from(verdicts)
    .where(eq(verdicts.imageId, imageId))
    .orderBy(desc(verdicts.at), desc(verdicts.seq))
    .limit(limit);
}
