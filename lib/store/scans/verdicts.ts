import { and, desc, eq, lte, sql } from 'drizzle-orm';
import type { Lineage } from '#lib/lineage/verdict/lineage.ts';
import type { Status } from '#lib/lineage/vocabulary/status.ts';
import type { Digest } from '#lib/oci/digest.ts';
import type { Database } from '../database/database.ts';
import { storableJson } from '../database/storable.ts';
import { type CurrentVerdict, writeEdges } from '../edges/write-edges.ts';
import { images, verdicts } from '../schema/images.ts';
import {
  reconcileInputs,
  type VerdictInputs,
  type WrittenInputs,
  writeVerdictInputs,
} from '../tags/verdict-inputs.ts';

/** A judgement of a tracked image, ready to be stored. */
export interface JudgedImage {
  readonly imageId: string;
  readonly lineage: Lineage;
  /** Hash of the lineage's facts without its time. */
  readonly fingerprint: string;
  /** The same without reasons, as in verdicts of earlier versions, which stored reasons as text. */
  readonly fingerprintWithoutReasons?: string;
  readonly digest: Digest | null;
  readonly baseName: string | null;
  /** Every base of the image, the direct one included. */
  readonly ancestors: readonly string[];
  readonly platforms: readonly string[];
  readonly behindSince: string | null;
  /** When its own tag was last requested, or the registry could not be. */
  readonly checkedAt: Date;
  /** When the verdict was reached, if that is another time than `checkedAt`. */
  readonly at?: Date;
  /** The number of its check; absent for a declared history, which has only times. */
  readonly look?: number;
  /** Null if anything was not known; the image must then be judged again in any case. */
  readonly inputs: VerdictInputs | null;
  /** The keys of the stacks that would change the verdict if they became known or were deleted. */
  readonly askedStacks?: readonly bigint[];
}

/** A changed verdict; `previousStatus` is null after the first check. */
export interface ChangedVerdict {
  readonly imageId: string;
  readonly reference: string;
  readonly status: Status;
  readonly previousStatus: Status | null;
}

/** A verdict that was stored, not dropped. */
interface WrittenVerdict extends ChangedVerdict, Record<string, unknown> {
  /** It is another one than before. */
  readonly changed: boolean;
  /** Its lineage is the one that was stored before. */
  readonly kept: boolean;
  readonly verdictId: string;
}

/** Whether the check of a row of `current` was complete. */
const CHECKED = sql.raw(`coalesce(current.unreachable, 'null') = 'null'`);

/**
 * Stores judgements. A changed verdict becomes a new row. An unchanged one only updates `checkedAt`, the reasons if an
 * earlier version stored them as text, and the latest problem of an image that still cannot be checked. A judgement that
 * is older than the stored one is dropped, and so is that of an image that is no longer tracked. Check numbers decide
 * which is older, because a clock may have jumped. The times of an image's verdicts never run backwards.
 */
export async function writeVerdicts(db: Database, judged: readonly JudgedImage[]): Promise<ChangedVerdict[]> {
  if (judged.length === 0) return [];
  const rows = storableJson(
    judged.map((each) => ({
      image_id: each.imageId,
      lineage: each.lineage,
      fingerprint: each.fingerprint,
      without_reasons: each.fingerprintWithoutReasons ?? null,
      digest: each.digest,
      status: each.lineage.status,
      finding: each.lineage.finding,
      base_name: each.baseName,
      ancestors: each.ancestors,
      platforms: each.platforms,
      behind_since: each.behindSince,
      unreachable: each.lineage.unreachable ?? null,
      last_known: each.lineage.lastKnown ?? null,
      checked_at: each.checkedAt.toISOString(),
      reached_at: (each.at ?? each.checkedAt).toISOString(),
      look: each.look ?? null,
      inputs: each.inputs,
      asked_stacks: (each.askedStacks ?? []).map(String),
    })),
  );
  const { written, fresh } = await db.transaction(async (transaction) => {
    // A separate statement, so that the next one sees the verdicts of the previous holder of the lock.
    await transaction.execute(sql`
      select id from images where id = any(${sql.param(judged.map(({ imageId }) => imageId))}::uuid[])
      order by id for update`);
    const { rows: written } = await transaction.execute<WrittenVerdict>(sql`
      with given as materialized (
        select * from jsonb_to_recordset(${rows}::jsonb) as given(
          image_id uuid, lineage jsonb, fingerprint text, without_reasons text, digest text, status text,
          finding jsonb, base_name text, ancestors text[], platforms text[], behind_since timestamptz,
          unreachable jsonb, last_known jsonb, checked_at timestamptz, reached_at timestamptz, look bigint, inputs jsonb,
          asked_stacks bigint[])
      ), current as materialized (
        select given.*, images.reference, images.verdict_id,
          case when images.checked_at is not null then images.status end as previous_status,
          not coalesce(verdicts.fingerprint in (given.fingerprint, given.without_reasons), false) as changed,
          verdicts.fingerprint is not distinct from given.fingerprint and coalesce(given.unreachable, 'null') = 'null'
            as kept,
          greatest(given.reached_at, verdicts.at) as at
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
        update images set digest = current.digest, status = current.status, finding = current.finding,
          base_name = current.base_name, ancestors = current.ancestors, platforms = current.platforms,
          behind_since = current.behind_since, unreachable = nullif(current.unreachable, 'null'),
          last_known = nullif(current.last_known, 'null'), checked_at = case when current.checked_at < current.reached_at
            then greatest(images.checked_at, current.checked_at) else current.checked_at end,
          look = coalesce(current.look, images.look), asked_stacks = current.asked_stacks,
          verdict_id = coalesce(added.id, current.verdict_id)
        from current left join added on added.image_id = current.image_id
        where images.id = current.image_id
      ), superseded as (
        update verdicts set superseded_at = current.at
        from current where verdicts.id = current.verdict_id and changed
      ), restated as (
        update verdicts set inputs = current.inputs, fingerprint = current.fingerprint, lineage = case
          when verdicts.fingerprint = current.fingerprint then verdicts.lineage else current.lineage end
        from current where verdicts.id = current.verdict_id and not changed and ${CHECKED}
      ), still_unreachable as (
        update verdicts set lineage = current.lineage, inputs = current.inputs, base_name = current.base_name,
          ancestors = current.ancestors, platforms = current.platforms, behind_since = current.behind_since
        from current where verdicts.id = current.verdict_id and not changed and not ${CHECKED}
      )
      select image_id as "imageId", reference, status, previous_status as "previousStatus", changed,
        kept, coalesce(added.id, current.verdict_id) as "verdictId"
      from current left join added using (image_id)`);
    const stored = new Map(written.map((verdict) => [verdict.imageId, verdict]));
    const dependent = new Map<string, WrittenInputs>();
    const replaced: CurrentVerdict[] = [];
    for (const { imageId, lineage, inputs } of judged) {
      const verdict = stored.get(imageId);
      if (verdict === undefined) continue;
      const { reference, kept, verdictId } = verdict;
      dependent.set(imageId, { imageId, reference, inputs });
      if (!kept) replaced.push({ imageId, verdictId, lineage });
    }
    await writeEdges(transaction, replaced);
    return { written, fresh: await writeVerdictInputs(transaction, [...dependent.values()]) };
  });
  await reconcileInputs(
    db,
    written.map(({ imageId }) => imageId),
    fresh,
  );
  return written.flatMap(({ imageId, reference, status, previousStatus, changed }) =>
    changed ? [{ imageId, reference, status, previousStatus }] : [],
  );
}

/** A verdict that a check found to hold, with the number of that check. */
export interface ConfirmedVerdict {
  /** The image's. */
  readonly id: string;
  readonly verdictId: string | null;
  readonly look: number;
  /** When its own tag was last requested, if that was not for this check. */
  readonly checkedAt?: Date | undefined;
}

/**
 * Records that images were checked and that their verdicts have not changed. Returns the ids of images that have another
 * verdict by now, from an earlier check: it was not the one that was compared, so they must be judged again.
 */
export async function confirmVerdicts(
  db: Database,
  confirmed: readonly ConfirmedVerdict[],
  at: Date,
): Promise<ReadonlySet<string>> {
  if (confirmed.length === 0) return new Set();
  const { rows } = await db.execute<{ id: string }>(sql`
    with seen as (
      select * from jsonb_to_recordset(${JSON.stringify(confirmed)}::jsonb)
        as seen(id uuid, "verdictId" uuid, look bigint, "checkedAt" timestamptz)
    ), locked as (
      select images.id, images.verdict_id is not distinct from seen."verdictId" as same, seen.look,
        case when seen."checkedAt" is null then ${at.toISOString()}::timestamptz
          else greatest(images.checked_at, seen."checkedAt") end as checked_at
      from images join seen on seen.id = images.id
      where images.look <= seen.look
      order by images.id for update of images
    ), stamped as (
      update images set checked_at = locked.checked_at, look = locked.look
      from locked where images.id = locked.id and locked.same
    )
    select id from locked where not same`);
  return new Set(rows.map(({ id }) => id));
}

/** The current verdicts of these images by the images' ids, each with the time of its last check (ISO 8601). */
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

/** An image's verdict at a time, by default now; `undefined` if it had none. */
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
