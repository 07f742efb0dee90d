import { eq, inArray, sql } from 'drizzle-orm';
import { type Mention, mentionsOf } from '#lib/lineage/graph/mention.ts';
import type { Lineage } from '#lib/lineage/verdict/lineage.ts';
import type { Database } from '../database/database.ts';
import { LOWEST_ID } from '../database/lowest-id.ts';
import { storableJson } from '../database/storable.ts';
import { edges } from '../schema/edges.ts';
import { images, verdicts } from '../schema/images.ts';

/** The current verdict of a tracked image. */
export interface CurrentVerdict {
  readonly imageId: string;
  readonly verdictId: string;
  readonly lineage: Lineage;
}

/** Replaces the edges of tracked images by those of their verdicts, within the transaction that stores the verdicts. */
export async function writeEdges(transaction: Database, current: readonly CurrentVerdict[]): Promise<void> {
  if (current.length === 0) return;
  const ids = current.map(({ imageId }) => imageId);
  const rows = current.flatMap(({ imageId, verdictId, lineage }) =>
    mentionsOf(lineage).map((mention, depth) => rowOf({ imageId, verdictId, depth }, mention)),
  );
  await transaction.delete(edges).where(sql`${edges.imageId} = any(${sql.param(ids)}::uuid[])`);
  await transaction.execute(sql`
    insert into edges select * from jsonb_populate_recordset(null::edges, ${storableJson(rows)}::jsonb)`);
}

/** Writes the edges of images from their stored verdicts. */
export async function rebuildEdges(db: Database, imageIds: readonly string[]): Promise<void> {
  if (imageIds.length === 0) return;
  const current = await db
    .select({ imageId: images.id, verdictId: verdicts.id, lineage: verdicts.lineage })
    .from(images)
    .innerJoin(verdicts, eq(verdicts.id, images.verdictId))
    .where(inArray(images.id, [...imageIds]));
  await writeEdges(db, current);
}

/** Images whose edges are written at a time, to limit memory. */
const BATCH = 500;

/**
 * Writes the edges of images whose verdicts were stored without them, by a process of an earlier version, before this one
 * or beside it.
 */
export async function writeMissingEdges(db: Database): Promise<void> {
  let last: string | undefined = LOWEST_ID;
  while (last !== undefined) last = await writeSomeMissing(db, last);
}

/** Writes those of a few images after an id. Returns the last one's id; `undefined` if there were no more. */
async function writeSomeMissing(db: Database, after: string): Promise<string | undefined> {
  return db.transaction(async (transaction) => {
    const { rows } = await transaction.execute<{ id: string }>(sql`
      select images.id from images
      where images.id > ${after}::uuid and images.verdict_id is not null and not exists (select from edges
        where edges.image_id = images.id and edges.depth = 0 and edges.verdict_id = images.verdict_id)
      order by images.id limit ${BATCH} for update of images`);
    await rebuildEdges(
      transaction,
      rows.map(({ id }) => id),
    );
    return rows.at(-1)?.id;
  });
}

/** The columns of `edges` by their names in the database. */
function rowOf(
  { imageId, verdictId, depth }: { imageId: string; verdictId: string; depth: number },
  mention: Mention,
) {
  const { base, finding } = mention;
  const reasons = finding.kind === 'reasons' ? finding.reasons : (base?.reasons ?? []);
  return {
    image_id: imageId,
    verdict_id: verdictId,
    depth,
    name: mention.name,
    digest: mention.digest,
    status: mention.status,
    finding: finding.kind,
    read: mention.read,
    retained: mention.retained,
    checked_at: mention.checkedAt,
    platforms: mention.platforms,
    base_layers: mention.baseLayers,
    app_layers: mention.appLayers,
    base_name: base?.name ?? null,
    base_digest: base?.digest ?? null,
    freshness: base?.freshness ?? null,
    verification: base?.verification ?? null,
    conflict: base?.conflict ?? null,
    behind_since: base?.behindSince ?? null,
    base_retained: base?.retained ?? null,
    reasons: reasons.length === 0 ? null : reasons,
  };
}
