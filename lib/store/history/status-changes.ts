import { and, desc, eq, gte, isNotNull, lte, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Filter } from '#lib/lineage/filter/filter.ts';
import { type Finding, parseFinding } from '#lib/lineage/verdict/finding.ts';
import type { LastKnown } from '#lib/lineage/verdict/lineage.ts';
import { parseLastKnown } from '#lib/lineage/verdict/lineage-schema.ts';
import type { Status } from '#lib/lineage/vocabulary/status.ts';
import { CursorError, decodeCursor, encodeCursor } from '../database/cursor.ts';
import type { Database } from '../database/database.ts';
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
  /** What this verdict found, and what was known before. */
  readonly finding: Finding;
  readonly lastKnown: LastKnown | null;
  /** The direct base as this verdict names it. */
  readonly baseName: string | null;
  readonly behindSince: Date | null;
}

/** Which changes of status are asked for. */
export interface StatusChangeQuery {
  /** Compared with what the verdict said: `status:stale` chooses what became stale. Everything unless told. */
  readonly filter?: Filter;
  /** The moment itself belongs to it, here and in `to`. */
  readonly from?: Date;
  readonly to?: Date;
  /** False leaves out first verdicts, which say of nothing that it changed. */
  readonly first?: boolean;
  /** Of public images alone, and with the filter as anyone may use it: see `publicPastCondition`. */
  readonly publicOnly?: boolean;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

const ORDER = 'status-changes';
const placeSchema = z.tuple([z.iso.datetime(), z.coerce.number().int()]);

/**
 * A page of the changes of status of tracked images, newest first; of the same moment, the one written last comes
 * first. Read from an index of the changes alone, so that what is asked for costs, not what is kept. Throws
 * `CursorError`.
 */
export async function readStatusChanges(
  db: Database,
  { filter = [], from, to, first = true, publicOnly = false, limit, cursor }: StatusChangeQuery,
): Promise<{ items: StatusChange[]; nextCursor: string | null }> {
  const after = cursor === undefined ? undefined : placeOf(cursor);
  const rows = await db
    .select({
      verdictId: verdicts.id,
      seq: verdicts.seq,
      imageId: images.id,
      reference: images.reference,
      at: verdicts.at,
      status: verdicts.status,
      previousStatus: verdicts.previousStatus,
      finding: sql`${verdicts.lineage} -> 'finding'`.mapWith(parseFinding),
      lastKnown: sql<LastKnown | null>`${verdicts.lineage} -> 'lastKnown'`.mapWith(parseLastKnown),
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
        after && sql`(${verdicts.at}, ${verdicts.seq}) < (${after.at}::timestamptz, ${after.seq}::bigint)`,
      ),
    )
    .orderBy(desc(verdicts.at), desc(verdicts.seq))
    .limit(limit + 1);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const more = rows.length > limit && last !== undefined;
  return {
    items: shown.map(({ seq: _, ...change }) => change),
    nextCursor: more
      ? encodeCursor([ORDER, JSON.stringify([last.at.toISOString(), last.seq]), last.verdictId])
      : null,
  };
}

function placeOf(cursor: string): { at: string; seq: number } {
  const { key } = decodeCursor(cursor, ORDER);
  let json: unknown;
  try {
    json = JSON.parse(key);
  } catch {
    throw new CursorError();
  }
  const place = placeSchema.safeParse(json);
  if (!place.success) throw new CursorError();
  const [at, seq] = place.data;
  return { at, seq };
}
