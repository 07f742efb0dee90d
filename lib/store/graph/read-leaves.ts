import { and, count, eq, type SQL, sql } from 'drizzle-orm';
import type { Filter } from '#lib/lineage/filter/filter.ts';
import type { CurrentMention, TrackedNode } from '#lib/lineage/graph/build-graph.ts';
import type { Status } from '#lib/lineage/vocabulary/status.ts';
import type { Database } from '../database/database.ts';
import { filterCondition, LATEST } from '../images/filter-sql.ts';
import { edges } from '../schema/edges.ts';
import { images } from '../schema/images.ts';
import { currentMention, edgeRows, MENTION } from './stored-mention.ts';

/** Tracked images on which nothing is based: `mentions` of those with a verdict, and those that no scan has checked. */
export interface Leaves {
  readonly mentions: readonly CurrentMention[];
  readonly pending: readonly TrackedNode[];
}

/** Which leaves are read. */
export interface LeafQuery {
  readonly filter: Filter;
  /** The bases of the fleet: no leaves. */
  readonly bases: readonly string[];
  /** The ancestors of each base, itself first. A leaf's ancestors are those of its base. */
  readonly ancestors: ReadonlyMap<string, readonly string[]>;
}

/** A base whose leaves are read, in the order of their names, at most `most`. */
export interface BaseLimit {
  readonly name: string;
  readonly most: number;
}

/** The edges of an image itself. */
const OWN = and(eq(edges.imageId, images.id), eq(edges.depth, 0));
/** Whether a leaf is on a base that matches; the bases are few, however many leaves there are. */
function isOn({ ancestors }: LeafQuery, matches: SQL): SQL {
  const chains = JSON.stringify([...ancestors].map(([name, chain]) => ({ name, ancestors: chain })));
  return sql`(${edges.baseName} is not null and ${edges.baseName} = any(array(select chains.name
    from jsonb_to_recordset(${chains}::jsonb) as chains(name text, ancestors text[]) where ${matches})))`;
}

/** Whether an image is a leaf that the graph has, and matches the filter as `focusGraph` compares it. */
function isLeaf(query: LeafQuery): SQL {
  const { filter, bases } = query;
  const condition = and(
    sql`(edges.image_id is not null or images.verdict_id is null)`,
    sql`images.reference <> all(${sql.param([...bases])}::text[])`,
    filterCondition(filter, {
      ...LATEST,
      digest: edges.digest,
      platforms: sql`coalesce(${edges.platforms}, '{}')`,
      baseName: { column: edges.baseName, any: (matches) => isOn(query, matches(sql`chains.name`)) },
      ancestors: {
        column: edges.baseName,
        any: (matches) =>
          isOn(
            query,
            sql`exists (select from unnest(chains.ancestors) as member where ${matches(sql`member`)})`,
          ),
      },
    }),
  );
  return condition ?? sql`true`;
}

/** The leaves of some bases: those of the first one first, each base's by name, at most `limit`. */
export async function readLeavesOn(
  db: Database,
  bases: readonly BaseLimit[],
  query: LeafQuery,
  limit: number,
): Promise<CurrentMention[]> {
  const wanted = JSON.stringify(bases);
  const found = sql`
    select leaf.*, wanted.place
    from rows from (jsonb_to_recordset(${wanted}::jsonb) as (name text, most int)) with ordinality as wanted(name, most, place)
    cross join lateral (
      select edges.* from ${edges} join ${images} on ${OWN}
      where edges.base_name = wanted.name collate "C" and ${isLeaf(query)}
      order by edges.name limit wanted.most) leaf
    order by wanted.place, leaf.name limit ${limit}`;
  const rows = await db
    .select(MENTION)
    .from(edgeRows(found))
    .innerJoin(images, eq(images.id, edges.imageId))
    .orderBy(sql`edges.place`, edges.name);
  return rows.map(currentMention);
}

/** The tracked images of these names that are leaves. */
export async function readLeavesNamed(db: Database, names: readonly string[]): Promise<CurrentMention[]> {
  const rows = await db
    .select(MENTION)
    .from(edges)
    .innerJoin(images, eq(images.id, edges.imageId))
    .where(and(eq(edges.depth, 0), sql`${edges.name} = any(${sql.param([...names])}::text[])`));
  return rows.map(currentMention);
}

/** Leaves of one base with one status; `base` is null for those that have none. */
export interface LeafCount {
  readonly base: string | null;
  readonly status: Status;
  readonly images: number;
}

/** How many leaves match, by base and status. */
export async function countLeaves(db: Database, query: LeafQuery): Promise<LeafCount[]> {
  return db
    .select({ base: edges.baseName, status: images.status, images: count() })
    .from(images)
    .leftJoin(edges, OWN)
    .where(isLeaf(query))
    .groupBy(edges.baseName, images.status);
}

/** All leaves that match. */
export async function readLeaves(db: Database, query: LeafQuery): Promise<Leaves> {
  const rows = await db.select(MENTION).from(images).leftJoin(edges, OWN).where(isLeaf(query));
  return {
    mentions: rows.flatMap(({ edge, ...row }) => (edge === null ? [] : [currentMention({ edge, ...row })])),
    pending: rows.flatMap(({ edge, node }) => (edge === null ? [node] : [])),
  };
}
