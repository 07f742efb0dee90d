import { count, eq, inArray, type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Filter } from '#lib/lineage/filter/filter.ts';
import type { Finding } from '#lib/lineage/verdict/finding.ts';
import type { LastKnown, Unreachable } from '#lib/lineage/verdict/lineage.ts';
import type { Status } from '#lib/lineage/vocabulary/status.ts';
import type { Digest } from '#lib/oci/digest.ts';
import { formatReference, type Reference } from '#lib/oci/reference.ts';
import type { Database } from '../database/database.ts';
import { parseStoredOr } from '../database/stored-json.ts';
import { forgottenImages, images, verdicts } from '../schema/images.ts';
import type { VerdictInputs } from '../tags/verdict-inputs.ts';
import { deriveInputs } from '../tags/verdict-inputs.ts';
import { filterCondition } from './filter-sql.ts';
import { fleetAt } from './fleet-at.ts';
import { type ImageHold, imageHold } from './image-hold.ts';
import { type ImageSource, type Running, runningOf, sourcesOf } from './mention-sql.ts';

/** A tracked image with its latest verdict's columns. */
export interface TrackedImage {
  readonly id: string;
  /** Fully qualified. */
  readonly reference: string;
  readonly sample: boolean;
  /** Whether its badge and the public feed show it. */
  readonly public: boolean;
  readonly digest: Digest | null;
  readonly status: Status;
  /** The finding of its last check; null until the first one. */
  readonly finding: Finding | null;
  readonly baseName: string | null;
  readonly platforms: readonly string[];
  /** Who it belongs to; null if its own labels and annotations do not say. */
  readonly owner: string | null;
  readonly behindSince: Date | null;
  /** Why it cannot be checked, and since when; null if it can. */
  readonly unreachable: Unreachable | null;
  /** The last known verdict if it cannot be checked. */
  readonly lastKnown: LastKnown | null;
  /** Null until the first check. */
  readonly checkedAt: Date | null;
  /** The hold that snoozes it; null if none does, and for the past. */
  readonly hold: ImageHold | null;
  /** The sources that mention it now, for the past too. */
  readonly sources: readonly ImageSource[];
  /** What runs of it now, for the past too; null for nothing. */
  readonly running: Running | null;
}

/** The columns of {@link TrackedImage}. */
export const TRACKED = {
  id: images.id,
  reference: images.reference,
  sample: images.sample,
  public: images.public,
  digest: sql<Digest | null>`${images.digest}`,
  status: images.status,
  finding: images.finding,
  baseName: images.baseName,
  platforms: images.platforms,
  owner: images.owner,
  behindSince: images.behindSince,
  unreachable: images.unreachable,
  lastKnown: images.lastKnown,
  checkedAt: images.checkedAt,
  hold: sql<ImageHold | null>`(select jsonb_build_object('id', hold.id, 'until', hold.until,
    'untilNextDigest', hold.until_next_digest, 'reason', hold.reason, 'createdBy', hold.created_by)
    from holds hold where hold.id = ${images}.hold_id)`.mapWith((json) => imageHold.parse(json)),
  sources: sourcesOf(images.reference),
  running: runningOf(images.reference),
};

/**
 * Tracks these images; of images that are tracked already, it is only remembered that a person keeps them. Returns all of
 * them by reference, and the ids of the new ones.
 */
export async function insertImages(
  db: Database,
  references: readonly Reference[],
  addedAt: Date,
  { sample = false, byPerson = true }: { readonly sample?: boolean; readonly byPerson?: boolean } = {},
): Promise<{ tracked: ReadonlyMap<string, TrackedImage>; added: readonly string[] }> {
  const rows = references.map((reference) => ({
    reference: formatReference(reference),
    registry: reference.registry,
    repository: reference.repository,
    tag: reference.tag ?? null,
  }));
  const added = await db.execute<{ id: string }>(sql`
    insert into images (reference, registry, repository, tag, sample, by_person, added_at)
    select reference, registry, repository, tag, ${sample}, ${byPerson}, ${addedAt.toISOString()}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as wanted(reference text, registry text, repository text, tag text)
    order by reference
    on conflict (reference) do nothing
    returning id`);
  await deriveInputs(
    db,
    added.rows.map(({ id }) => id),
  );
  const names = rows.map(({ reference }) => reference);
  if (byPerson) await keepByPerson(db, names);
  const found = await findImages(db, names);
  return {
    tracked: new Map(found.map((image) => [image.reference, image])),
    added: added.rows.map(({ id }) => id),
  };
}

/** Keeps tracked images even if no source mentions them. */
export async function keepByPerson(db: Database, references: readonly string[]): Promise<void> {
  await db.execute(sql`
    update images set by_person = true
    where not by_person and reference = any(${sql.param([...references])}::text[])`);
}

/** Untracks those of these images that no person keeps, and returns them. */
export async function releaseImages(
  transaction: Database,
  references: readonly string[],
  at: Date,
): Promise<readonly UntrackedImage[]> {
  return forget(
    transaction,
    sql`not ${images.byPerson} and ${images.reference} = any(${sql.param([...references])}::text[])`,
    at,
  );
}

/** The images that are tracked under fully qualified references, each once. */
export function findImages(db: Database, references: readonly string[]): Promise<TrackedImage[]> {
  return db
    .select(TRACKED)
    .from(images)
    .where(sql`${images.reference} = any(${sql.param([...references])}::text[])`);
}

/** One tracked image, now or as it was at a time, or `undefined`. */
export async function readImage(db: Database, id: string, at?: Date): Promise<TrackedImage | undefined> {
  const [row] = await db.select(TRACKED).from(fleetAt(at)).where(eq(images.id, id));
  return row;
}

/** The image tracked under a fully qualified reference, now or at a time, or `undefined`. */
export async function findImage(
  db: Database,
  reference: string,
  at?: Date,
): Promise<TrackedImage | undefined> {
  const [row] = await db.select(TRACKED).from(fleetAt(at)).where(eq(images.reference, reference));
  return row;
}

/** An image that was untracked. */
export interface UntrackedImage {
  readonly id: string;
  readonly reference: string;
  readonly sample: boolean;
}

/**
 * Untracks images and returns them; ids that are not tracked are ignored. Their verdicts stay in the fleet's history,
 * except for the sample fleet; documents and tag observations stay.
 */
export async function deleteImages(
  db: Database,
  ids: readonly string[],
  at: Date,
): Promise<readonly UntrackedImage[]> {
  return forget(db, sql`${images.id} = any(${sql.param([...ids])}::uuid[])`, at);
}

/** Untracks the sample fleet and deletes its history. Returns the number of images. */
export async function deleteSampleImages(db: Database): Promise<number> {
  // The sample fleet has no history, so the time does not matter.
  return (await forget(db, eq(images.sample, true), new Date(0))).length;
}

async function forget(db: Database, which: SQL, at: Date): Promise<readonly UntrackedImage[]> {
  return db.transaction(async (transaction) => {
    // Locked in the order of the ids, as when verdicts are written, to avoid deadlocks.
    await transaction.execute(sql`select from images where ${which} order by id for update`);
    const gone = await transaction.delete(images).where(which).returning();
    const samples = gone.filter(({ sample }) => sample).map(({ id }) => id);
    await transaction.delete(verdicts).where(sql`${verdicts.imageId} = any(${sql.param(samples)}::uuid[])`);
    const kept = gone.filter(({ sample }) => !sample);
    if (kept.length === 0) return gone;
    await transaction.insert(forgottenImages).values(
      kept.map(({ id, reference, registry, repository, tag, owner, addedAt, public: wasPublic }) => ({
        ...{ id, reference, registry, repository, tag, owner, addedAt, wasPublic },
        forgottenAt: at,
      })),
    );
    const last = kept.flatMap(({ verdictId }) => verdictId ?? []);
    await transaction
      .update(verdicts)
      .set({ supersededAt: at })
      .where(sql`${verdicts.id} = any(${sql.param(last)}::uuid[])`);
    return gone;
  });
}

/** How many images of the sample fleet are tracked, or were at a time. */
export async function countSampleImages(db: Database, at?: Date): Promise<number> {
  const [row] = await db.select({ count: count() }).from(fleetAt(at)).where(eq(images.sample, true));
  return row?.count ?? 0;
}

/** What a scan needs to know about an image before it checks it. */
export interface ScanSubject {
  readonly id: string;
  readonly reference: string;
  readonly sample: boolean;
  /** What its verdict depends on; null if it must be judged again in any case. */
  readonly inputs: VerdictInputs | null;
  /** The verdict that the inputs are of; null if it has none. */
  readonly verdictId: string | null;
  /** The number of the check that its verdict is from. */
  readonly look: number;
  /** No scan has checked it yet. */
  readonly isNew: boolean;
}

const verdictInputs: z.ZodType<VerdictInputs | null> = z.record(z.string(), z.string().nullable()).nullable();

/** The images of these ids that are still tracked. */
export async function readScanSubjects(db: Database, ids: readonly string[]): Promise<ScanSubject[]> {
  const rows = await db
    .select({
      id: images.id,
      reference: images.reference,
      sample: images.sample,
      inputs: verdicts.inputs,
      verdictId: images.verdictId,
      look: images.look,
      isNew: sql<boolean>`${images.checkedAt} is null`,
    })
    .from(images)
    .leftJoin(verdicts, eq(verdicts.id, images.verdictId))
    .where(sql`${images.id} = any(${sql.param([...ids])}::uuid[])`);
  // If the inputs cannot be read, the image is judged again.
  return rows.map((row) => ({
    ...row,
    inputs: parseStoredOr(verdictInputs, row.inputs, `the inputs of the verdict on ${row.reference}`, null),
  }));
}

/** Ids and registries of all images that a filter matches, ordered by registry, for a scan. */
export async function selectForScan(
  db: Database,
  filter: Filter,
): Promise<{ readonly id: string; readonly registry: string }[]> {
  return db
    .select({ id: images.id, registry: images.registry })
    .from(images)
    .where(filterCondition(filter))
    .orderBy(images.registry, images.reference);
}

/** Every tracked image's name with the name of its base. */
export async function readBaseNames(
  db: Database,
): Promise<{ readonly reference: string; readonly baseName: string | null }[]> {
  return db.select({ reference: images.reference, baseName: images.baseName }).from(images);
}

/** The ids of tracked images by name; names that are not tracked are left out. */
export async function findImageIds(
  db: Database,
  references: readonly string[],
): Promise<{ readonly id: string; readonly reference: string }[]> {
  if (references.length === 0) return [];
  return db
    .select({ id: images.id, reference: images.reference })
    .from(images)
    .where(inArray(images.reference, [...references]));
}
