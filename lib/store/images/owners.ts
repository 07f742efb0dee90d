import { and, eq, sql } from 'drizzle-orm';
import type { Lineage } from '#lib/lineage/verdict/lineage.ts';
import type { Database } from '../database/database.ts';
import { images, verdicts } from '../schema/images.ts';

/** An image whose owner has to be found. */
export interface OwnerSubject {
  readonly id: string;
  /** What the owner will have been found from: its verdict, and the operator's label. */
  readonly source: string;
  readonly lineage: Lineage;
}

/** Those of these images whose owner was not found from their current verdict and with this label. */
export async function readOwnerSubjects(
  db: Database,
  imageIds: readonly string[],
  label: string,
): Promise<OwnerSubject[]> {
  if (imageIds.length === 0) return [];
  const source = sql<string>`${verdicts.id} || ' ' || ${label}`;
  return db
    .select({ id: images.id, source, lineage: verdicts.lineage })
    .from(images)
    .innerJoin(verdicts, eq(verdicts.id, images.verdictId))
    .where(
      and(
        sql`${images.id} = any(${sql.param([...imageIds])}::uuid[])`,
        sql`${images.ownerSource} is distinct from ${source}`,
      ),
    );
}

/** Stores owners; `undefined` keeps the owner as it is. */
export async function writeOwners(
  db: Database,
  found: readonly {
    readonly id: string;
    readonly source: string;
    readonly owner: string | null | undefined;
  }[],
): Promise<void> {
  if (found.length === 0) return;
  const rows = found.map(({ id, source, owner }) => ({ id, source, owner, known: owner !== undefined }));
  // Locked in the order of the ids, as when verdicts are written, to avoid deadlocks.
  await db.execute(sql`
    with found as (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as found(id uuid, source text, owner text, known boolean)
    ), locked as (
      select images.id, found.source, found.owner, found.known from images join found on found.id = images.id
      order by images.id for update of images
    )
    update images set owner_source = locked.source,
      owner = case when locked.known then locked.owner else images.owner end
    from locked where images.id = locked.id`);
}
