import { and, eq, gte, isNotNull, lte, sql } from 'drizzle-orm';
import type { Filter } from '#lib/lineage/filter/filter.ts';
import type { Status } from '#lib/lineage/verdict/lineage.ts';
import type { Database } from '../database/database.ts';
import { keyset, type Page, type PageRequest } from '../database/keyset.ts';
import { pastFilterCondition, publicPastCondition } from '../images/filter-sql.ts';
import { images, verdicts } from '../schema/images.ts';

/** A verdict whose status is another one than the verdict before it of the same image had. */
export interface StatusChange {
  readonly verdictId: string;
  readonly imageId: string;
  /** Fully qualified. */
  readonly reference: string;
  readonly at: Date;
  readonly status: Status;
  /** Null for the first verdict of an image. */
  readonly previousStatus: Status | null;
  readonly summary: string;
  /** The direct base as this verdict names it. */
  readonly baseName: string | null;
  readonly behindSince: Date | null;
}

/** Which changes of status are asked for. */
export interface StatusChangeQuery extends PageRequest {
  /** Compared with what the verdict said: `status:stale` chooses what became stale. Everything unless told. */
  readonly filter?: Filter;
  /** The moment itself belongs to it, here and in `to`. */
  readonly from?: Date;
  readonly to?: Date;
  /** False leaves out first verdicts, which say of nothing that it changed. */
  readonly first?: boolean;
  /** Of public images alone, and with the filter as anyone may use it: see `publicPastCondition`. */
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
 * A page of the changes of status of tracked images, newest first; of the same moment, the one written last comes
 * first. Read from an index of the changes alone, so that what is asked for costs, not what is kept. Throws
 * `CursorError`.
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
      summary: sql<string>`${verdicts.lineage} ->> 'summary'`,
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
