import { and, count, eq, isNull, sql } from 'drizzle-orm';
import type { CurrentMention, FleetCounts, GraphParts, TrackedNode } from '#lib/lineage/graph/build-graph.ts';
import { NOT_CHECKED } from '#lib/lineage/vocabulary/status.ts';
import type { Database } from '../database/database.ts';
import { edges } from '../schema/edges.ts';
import { images } from '../schema/images.ts';
import { currentMention, edgeRows, MENTION, NODE } from './stored-mention.ts';

/** The bases of the fleet, everything else counted: what every part of its graph is joined from. */
export type FleetBases = GraphParts & { readonly whole: FleetCounts };

/**
 * Every image that the chain of another one names, each with the mention that counts (`takesPrecedence`): that of its own
 * verdict, else the best of the others. Reads a few rows of an index for each name, however many images are based on it.
 */
const CURRENT = edgeRows(sql`
    with recursive names as (
      (select name from edges where depth > 0 order by name limit 1)
      union all
      select (select name from edges where depth > 0 and name > names.name order by name limit 1)
      from names where name is not null
    )
    select current.* from names cross join lateral (
      (select * from edges where depth = 0 and name = names.name order by image_id limit 1)
      union all
      (select * from edges where depth > 0 and name = names.name
        order by read desc nulls last, retained, checked_at desc nulls last, image_id, depth limit 1)
      order by depth limit 1
    ) current where names.name is not null`);

/** Reads the bases of the fleet. Their dependents that nothing is based on are only counted. */
export async function readFleetBases(db: Database): Promise<FleetBases> {
  const rows = await db
    .select(MENTION)
    .from(CURRENT)
    .leftJoin(images, and(eq(images.id, edges.imageId), eq(edges.depth, 0)));
  const mentions = new Map<string, CurrentMention>(rows.map((row) => [row.edge.name, currentMention(row)]));
  const pending = await readPending(db, [...mentions.keys()]);
  return { mentions, pending, whole: await countAll(db) };
}

/** Images that no scan has checked. Their status has an index; that they have no verdict has none. */
const IS_PENDING = and(eq(images.status, NOT_CHECKED), isNull(images.verdictId));

/** Those of these names that are tracked images which no scan has checked. */
export async function readPending(db: Database, names: readonly string[]): Promise<TrackedNode[]> {
  return db
    .select(NODE)
    .from(images)
    .where(and(isNull(images.verdictId), sql`${images.reference} = any(${sql.param([...names])}::text[])`));
}

async function countAll(db: Database): Promise<FleetCounts> {
  const rows = await db
    .select({
      name: edges.baseName,
      images: count(),
      /** Without images that claim to be based on themselves. */
      based: sql<number>`(count(*) filter (where ${edges.baseName} <> ${edges.name}))::int`,
    })
    .from(edges)
    .where(eq(edges.depth, 0))
    .groupBy(edges.baseName);
  const [waiting] = await db.select({ images: count() }).from(images).where(IS_PENDING);
  return {
    tracked: rows.reduce((sum, row) => sum + row.images, waiting?.images ?? 0),
    direct: new Map(rows.flatMap(({ name, based }) => (name === null || based === 0 ? [] : [[name, based]]))),
  };
}
