import { createHash } from 'node:crypto';
import { and, desc, eq, getTableColumns, gt, isNull, lt, or, sql } from 'drizzle-orm';
import { CursorError } from '../database/cursor.ts';
import type { Database } from '../database/database.ts';
import { reports } from '../schema/reports.ts';

/** A report that was made, without its content. */
export type StoredReport = Omit<typeof reports.$inferSelect, 'content' | 'lookup'>;

const { content: CONTENT, lookup: _, ...HEAD } = getTableColumns(reports);

/** What a report is kept with when it is made. */
export type NewReport = Pick<
  StoredReport,
  'id' | 'madeBy' | 'madeAt' | 'title' | 'note' | 'filter' | 'live' | 'expiresAt'
> & { readonly content: string | null };

/** Keeps a report. */
export async function insertReport(db: Database, report: NewReport): Promise<void> {
  await db.insert(reports).values({ ...report, lookup: lookupOf(report.id) });
}

/**
 * The report of an id, if it can be read at this moment. One look-up whatever the id is: one that never was, one
 * revoked, one expired and one that cannot be an id are all not found by the same query.
 */
export async function findOpenReport(db: Database, id: string, now: Date): Promise<StoredReport | undefined> {
  const [row] = await db
    .select(HEAD)
    .from(reports)
    .where(
      and(
        eq(reports.lookup, lookupOf(id)),
        isNull(reports.revokedAt),
        or(isNull(reports.expiresAt), gt(reports.expiresAt, now)),
      ),
    );
  return row;
}

/** The content of a frozen report, which may be megabytes; `undefined` where it was revoked or is live. */
export async function readReportContent(db: Database, id: string): Promise<string | undefined> {
  const [row] = await db
    .select({ content: CONTENT })
    .from(reports)
    .where(eq(reports.lookup, lookupOf(id)));
  return row?.content ?? undefined;
}

/** Counts one reading of a report. */
export async function countReportView(db: Database, id: string, at: Date): Promise<void> {
  await db
    .update(reports)
    .set({
      views: sql`${reports.views} + 1`,
      lastViewAt: sql`greatest(${reports.lastViewAt}, ${at.toISOString()}::timestamptz)`,
    })
    .where(eq(reports.lookup, lookupOf(id)));
}

/**
 * Ends a report's link and forgets its content; false where there is no such report, where it was revoked before,
 * or where somebody else made it. `madeBy` undefined revokes anybody's.
 */
export async function revokeReport(
  db: Database,
  id: string,
  { madeBy, at }: { readonly madeBy: string | undefined; readonly at: Date },
): Promise<boolean> {
  const rows = await db
    .update(reports)
    .set({ revokedAt: at, content: null })
    .where(
      and(
        eq(reports.lookup, lookupOf(id)),
        isNull(reports.revokedAt),
        madeBy === undefined ? undefined : eq(reports.madeBy, madeBy),
      ),
    )
    .returning({ id: reports.id });
  return rows.length > 0;
}

/** A page of the reports, newest first; of one maker, or everybody's. Throws {@link CursorError}. */
export async function listReports(
  db: Database,
  {
    madeBy,
    limit,
    cursor,
  }: { readonly madeBy: string | undefined; readonly limit: number; readonly cursor: string | undefined },
): Promise<{ items: StoredReport[]; nextCursor: string | null }> {
  if (cursor !== undefined && !/^\d{1,18}$/.test(cursor)) throw new CursorError();
  const rows = await db
    .select(HEAD)
    .from(reports)
    .where(
      and(
        madeBy === undefined ? undefined : eq(reports.madeBy, madeBy),
        cursor === undefined ? undefined : lt(reports.serial, BigInt(cursor)),
      ),
    )
    .orderBy(desc(reports.serial))
    .limit(limit + 1);
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: rows.length > limit && last !== undefined ? String(last.serial) : null };
}

function lookupOf(id: string): Uint8Array {
  return createHash('sha256').update(id).digest();
}
