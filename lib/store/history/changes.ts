import { sql } from 'drizzle-orm';
import type { Filter } from '#lib/lineage/filter/filter.ts';
import type { Finding } from '#lib/lineage/verdict/finding.ts';
import type { LastKnown } from '#lib/lineage/verdict/lineage.ts';
import type { Status } from '#lib/lineage/vocabulary/status.ts';
import type { Digest } from '#lib/oci/digest.ts';
import type { Database } from '../database/database.ts';
import { keyset, type Page, type PageRequest } from '../database/keyset.ts';
import { storedFinding, storedLastKnown } from '../database/stored-verdict.ts';
import { type ChangeRow, changeSources, movedBases } from './change-sources.ts';

/** A change in the fleet, or of one of its bases. */
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
      /** A tracked image's own tag points to another digest; null if the tag does not exist. */
      readonly kind: 'digest';
      readonly at: Date;
      readonly imageId: string;
      readonly reference: string;
      readonly fromDigest: Digest | null;
      readonly toDigest: Digest | null;
    }
  | {
      /** A base's tag points to another digest. */
      readonly kind: 'base';
      readonly at: Date;
      readonly reference: string;
      readonly fromDigest: Digest | null;
      readonly toDigest: Digest | null;
      /** Tracked images that had it in their base chain at that time. */
      readonly images: number;
    }
  | {
      readonly kind: 'tracked' | 'forgotten';
      readonly at: Date;
      readonly imageId: string;
      readonly reference: string;
    };

export interface ChangesQuery extends PageRequest {
  /** Compared with the fleet as it was at the time of the change; for status changes, with the new status. */
  readonly filter: Filter;
  /** Changes after this time, */
  readonly from: Date;
  /** up to and including this one. */
  readonly to: Date;
}

/** The numbers of changes between two times, over all pages. */
export interface ChangeTotals {
  readonly digests: number;
  /** Bases that moved at least once. */
  readonly bases: number;
  readonly tracked: number;
  readonly forgotten: number;
  /** Images whose status changed, by their current base and new status. First verdicts do not count. */
  readonly became: readonly {
    readonly baseName: string | null;
    readonly status: Status;
    readonly images: number;
  }[];
}

const NEWEST_FIRST = keyset<ChangeRow>(
  'changes',
  [
    { by: sql`changes.at`, type: 'timestamptz' },
    { by: sql`changes.tie`, type: 'text' },
  ],
  ({ at, tie }) => [at, tie],
);

/** A page of all changes between two times, newest first. Throws `CursorError`. */
export async function readChanges(db: Database, query: ChangesQuery): Promise<Page<Change>> {
  const { filter, from, limit, cursor } = query;
  const [at] = NEWEST_FIRST.readKey(cursor) ?? [];
  const to = at === undefined ? query.to : new Date(Math.min(query.to.getTime(), Date.parse(at)));
  const after = NEWEST_FIRST.after(cursor) ?? sql`true`;
  const order = sql.join(NEWEST_FIRST.orderBy, sql`, `);
  // Read no more of each kind than fits on the page.
  const branches = changeSources(filter, { from, to }).map(
    (source) => sql`(
      select * from (${source}) as changes where ${after} order by ${order} limit ${limit + 1})`,
  );
  const { rows } = await db.execute<ChangeRow & Record<string, unknown>>(sql`
    select kind, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, tie, id, reference,
      status, before, finding, last_known as "lastKnown", base_name as "baseName", from_digest as "fromDigest",
      to_digest as "toDigest", images
    from (${sql.join(branches, sql` union all `)}) as changes
    order by ${order} limit ${limit + 1}`);
  const page = NEWEST_FIRST.page(rows, limit);
  return { ...page, items: page.items.map(changeOf) };
}

/** Counts what {@link readChanges} returns on all its pages. */
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
        finding: storedFinding(finding),
        lastKnown: lastKnown === null ? null : storedLastKnown(lastKnown),
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
