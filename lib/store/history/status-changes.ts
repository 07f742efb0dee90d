import { and, eq, gte, isNotNull, lte, sql } from 'drizzle-orm';
import type { Filter } from '#lib/lineage/filter/filter.ts';
import type { Finding } from '#lib/lineage/verdict/finding.ts';
import type { LastKnown } from '#lib/lineage/verdict/lineage.ts';
import type { Status } from '#lib/lineage/vocabulary/status.ts';
import type { Database } from '../database/database.ts';
import { keyset, type Page, type PageRequest } from '../database/keyset.ts';
import { storedFinding, storedLastKnown } from '../database/stored-verdict.ts';
import { pastFilterCondition, publicPastCondition } from '../images/filter-sql.ts';
import { images, verdicts } from '../schema/images.ts';

/** A verdict whose status differs from that of the image's verdict before it. */
export interface StatusChange {
  readonly verdictId: string;
  readonly imageId: string;
  /** Fully qualified. */
  readonly reference: string;
  readonly at: Date;
  readonly status: Status;
  /** Null for the first verdict of an image. */
  readonly previousStatus: Status | null;
  /** The finding of this verdict, and the last known verdict. */
  readonly finding: Finding;
  readonly lastKnown: LastKnown | null;
  /** The direct base as this verdict names it. */
  readonly baseName: string | null;
  readonly behindSince: Date | null;
}

/** Which status changes to read. */
export interface StatusChangeQuery extends PageRequest {
  /** Compared with the verdict itself: `status:stale` selects what became stale. Empty by default. */
  readonly filter?: Filter;
  /** Inclusive, as is `to`. */
  readonly from?: Date;
  readonly to?: Date;
  /** False leaves out first verdicts, which are not changes. */
  readonly first?: boolean;
  /** Only public images, with the filter restricted to what is public: see `publicPastCondition`. */
  readonly publicOnly?: boolean;
}

const NEWEST_FIRST = keyset<{ readonly at: Date; readonly seq: number }>(
  'status-changes',
  [
    { by: verdicts.at, type: 'timestamptz' },
    { by: verdicts.seq, type: 'bigint' },
  ],
  ({ at, seq }) => [at.toISOString(), String(seq)],
);

/**
 * A page of the status changes of tracked images, newest first; at the same time, the last written first. Reads
 * from an index of changes only, so the cost does not grow with the history. Throws `CursorError`.
 */
export async function readStatusChanges(
  db: Database,
  { filter = [], from, to, first = true, publicOnly = false, limit, cursor }: StatusChangeQuery,
): Promise<Page<StatusChange>> {
  const rows = await db
    .select({
      verdictId: verdicts.id,
      seq: verdicts.seq,
      imageId: images.id,
      reference: images.reference,
      at: verdicts.at,
      status: verdicts.status,
      previousStatus: verdicts.previousStatus,
      // A JSON null, because Drizzle would not parse an SQL null.
      finding: sql`coalesce(${verdicts.lineage} -> 'finding', 'null')`.mapWith(storedFinding),
      lastKnown: sql<LastKnown | null>`${verdicts.lineage} -> 'lastKnown'`.mapWith(storedLastKnown),
      baseName: verdicts.baseName,
      behindSince: verdicts.behindSince,
    })
    .from(verdicts)
    .innerJoin(images, eq(images.id, verdicts.imageId))
    .where(
      and(
        sql`${verdicts.status} is distinct from ${verdicts.previousStatus}`,
        publicOnly ? publicPastCondition(filter) : pastFilterCondition(filter),
        first ? undefined : isNotNull(verdicts.previousStatus),
        from && gte(verdicts.at, from),
        to && lte(verdicts.at, to),
        NEWEST_FIRST.after(cursor),
      ),
    )
    .orderBy(...NEWEST_FIRST.orderBy)
    .limit(limit + 1);
  const page = NEWEST_FIRST.page(rows, limit);
  return { ...page, items: page.items.map(({ seq: _, ...change }) => change) };
}
