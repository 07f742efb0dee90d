import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Filter } from '#lib/lineage/filter/filter.ts';
import { type Finding, parseFinding } from '#lib/lineage/verdict/finding.ts';
import type { LastKnown } from '#lib/lineage/verdict/lineage.ts';
import { parseLastKnown } from '#lib/lineage/verdict/lineage-schema.ts';
import type { Status } from '#lib/lineage/vocabulary/status.ts';
import type { Digest } from '#lib/oci/digest.ts';
import { CursorError, decodeCursor, encodeCursor } from '../database/cursor.ts';
import type { Database } from '../database/database.ts';
import { type ChangeRow, changeSources, movedBases } from './change-sources.ts';

/** Something that became different in the fleet or beneath it. */
export type Change =
  | {
      readonly kind: 'status';
      readonly at: Date;
      readonly imageId: string;
      readonly reference: string;
      readonly status: Status;
      /** Null for the first verdict of an image. */
      readonly previousStatus: Status | null;
      /** What the new verdict found. */
      readonly finding: Finding;
      readonly lastKnown: LastKnown | null;
      /** The direct base as the new verdict names it. */
      readonly baseName: string | null;
    }
  | {
      /** A tracked image's own tag was seen to point elsewhere; null for no such tag. */
      readonly kind: 'digest';
      readonly at: Date;
      readonly imageId: string;
      readonly reference: string;
      readonly fromDigest: Digest | null;
      readonly toDigest: Digest | null;
    }
  | {
      /** The tag of a base was seen to point elsewhere. */
      readonly kind: 'base';
      readonly at: Date;
      readonly reference: string;
      readonly fromDigest: Digest | null;
      readonly toDigest: Digest | null;
      /** Tracked images that stood on it then, directly or further up. */
      readonly images: number;
    }
  | {
      readonly kind: 'tracked' | 'forgotten';
      readonly at: Date;
      readonly imageId: string;
      readonly reference: string;
    };

export interface ChangesQuery {
  /** Compared with what was so at the moment of the change; of a status, with the new one. */
  readonly filter: Filter;
  /** What changed after this moment, */
  readonly from: Date;
  /** up to this one: the difference between the two. */
  readonly to: Date;
  readonly limit: number;
  readonly cursor: string | undefined;
}

/** How many of the changes between two moments are what, of all pages. */
export interface ChangeTotals {
  readonly digests: number;
  /** Bases that moved, however often each. */
  readonly bases: number;
  readonly tracked: number;
  readonly forgotten: number;
  /** Images that became something else, by the base they stand on now and by what they became; first verdicts are none. */
  readonly became: readonly {
    readonly baseName: string | null;
    readonly status: Status;
    readonly images: number;
  }[];
}

const ORDER = 'changes';
/** The cursor's last part, which this order does not need. */
const NO_ID = '00000000-0000-0000-0000-000000000000';
const placeSchema = z.tuple([z.iso.datetime(), z.string().max(2048)]);

/** A page of everything that changed between two moments, newest first. Throws `CursorError`. */
export async function readChanges(
  db: Database,
  query: ChangesQuery,
): Promise<{ items: Change[]; nextCursor: string | null }> {
  const { filter, from, limit, cursor } = query;
  const after = cursor === undefined ? undefined : placeOf(cursor);
  const to = after === undefined ? query.to : new Date(Math.min(query.to.getTime(), Date.parse(after.at)));
  const beyond =
    after === undefined ? sql`true` : sql`(at, tie) < (${after.at}::timestamptz, ${after.tie}::text)`;
  // Each kind is read as far as the page can hold of it.
  const branches = changeSources(filter, { from, to }).map(
    (source) => sql`(
      select * from (${source}) as changes where ${beyond} order by at desc, tie desc limit ${limit + 1})`,
  );
  const { rows } = await db.execute<ChangeRow & Record<string, unknown>>(sql`
    select kind, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, tie, id, reference,
      status, before, finding, last_known as "lastKnown", base_name as "baseName", from_digest as "fromDigest", to_digest as "toDigest", images
    from (${sql.join(branches, sql` union all `)}) as changes
    order by changes.at desc, tie desc limit ${limit + 1}`);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const more = rows.length > limit && last !== undefined;
  return {
    items: shown.map(changeOf),
    nextCursor: more ? encodeCursor([ORDER, JSON.stringify([last.at, last.tie]), NO_ID]) : null,
  };
}

/** Counts what {@link readChanges} has on all its pages. */
export async function countChanges(
  db: Database,
  { filter, from, to }: Pick<ChangesQuery, 'filter' | 'from' | 'to'>,
): Promise<ChangeTotals> {
  const sources = changeSources(filter, { from, to }, ['status', 'digest', 'tracked', 'forgotten']);
  const [{ rows }, moved] = await Promise.all([
    db.execute<{
      kind: Change['kind'];
      first: boolean;
      baseName: string | null;
      status: Status | null;
      images: number;
    }>(sql`
      select kind, before is null as first, base_name as "baseName", status, count(*)::int as images
      from (${sql.join(sources, sql` union all `)}) as changes
      group by 1, 2, 3, 4 order by 5 desc, 3, 4`),
    db.execute<{ bases: number }>(movedBases(filter, { from, to })),
  ]);
  const count = (kind: Change['kind']) =>
    rows.reduce((sum, row) => sum + (row.kind === kind ? row.images : 0), 0);
  return {
    digests: count('digest'),
    bases: moved.rows[0]?.bases ?? 0,
    tracked: count('tracked'),
    forgotten: count('forgotten'),
    became: rows.flatMap(({ kind, first, baseName, status, images }) =>
      kind === 'status' && !first && status !== null ? [{ baseName, status, images }] : [],
    ),
  };
}

function changeOf(row: ChangeRow): Change {
  const { kind, reference, fromDigest, toDigest } = row;
  const at = new Date(row.at);
  const imageId = row.id ?? '';
  switch (kind) {
    case 'status': {
      const { status, before: previousStatus, finding, lastKnown, baseName } = row;
      return {
        ...{ kind, at, imageId, reference, previousStatus, baseName },
        status: status ?? 'unknown',
        finding: parseFinding(finding),
        lastKnown: lastKnown === null ? null : parseLastKnown(lastKnown),
      };
    }
    case 'digest':
      return { kind, at, imageId, reference, fromDigest, toDigest };
    case 'base':
      return { kind, at, reference, fromDigest, toDigest, images: row.images ?? 0 };
    default:
      return { kind, at, imageId, reference };
  }
}

function placeOf(cursor: string): { at: string; tie: string } {
  const { key } = decodeCursor(cursor, ORDER);
  let json: unknown;
  try {
    json = JSON.parse(key);
  } catch {
    throw new CursorError();
  }
  const place = placeSchema.safeParse(json);
  if (!place.success) throw new CursorError();
  const [at, tie] = place.data;
  return { at, tie };
}
