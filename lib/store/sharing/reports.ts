import { createHash } from 'node:crypto';
import { and, eq, getTableColumns, gt, isNull, or, sql } from 'drizzle-orm';
import type { Database } from '../database/database.ts';
import { keyset, type Page, type PageRequest } from '../database/keyset.ts';
import { reports } from '../schema/reports.ts';

/** A report without its content. */
export type StoredReport = Omit<typeof reports.$inferSelect, 'content' | 'lookup'>;

const { content: CONTENT, lookup: _, ...HEAD } = getTableColumns(reports);

/** A new report. */
export type NewReport = Pick<
  StoredReport,
  'id' | 'madeBy' | 'madeAt' | 'title' | 'note' | 'filter' | 'chosen' | 'live' | 'expiresAt' | 'staleDays'
> & { readonly content: string | null };

/** Stores a report. */
export async function insertReport(db: Database, report: NewReport): Promise<void> {
  await db.insert(reports).values({ ...report, lookup: lookupOf(report.id) });
}

/**
 * The report with an id, if it can be read now. The query is the same for every id, so that unknown, revoked, expired and
 * malformed ids cannot be distinguished.
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

/** The content of a frozen report, which may be megabytes; `undefined` if it was revoked or is live. */
export async function readReportContent(db: Database, id: string): Promise<string | undefined> {
  const [row] = await db
    .select({ content: CONTENT })
    .from(reports)
    .where(eq(reports.lookup, lookupOf(id)));
  return row?.content ?? undefined;
}

/** Counts a view of a report. */
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
 * Revokes a report's link and deletes its content. Returns false if the report does not exist, was revoked before, or has
 * another author than `madeBy`; if that is undefined, every author is accepted.
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

const NEWEST_FIRST = keyset<StoredReport>(
  'reports',
  [{ by: reports.serial, type: 'bigint' }],
  ({ serial }) => [String(serial)],
);

/** A page of the reports, newest first, of one author or of everyone. Throws `CursorError`. */
export async function listReports(
  db: Database,
  { madeBy, limit, cursor }: PageRequest & { readonly madeBy: string | undefined },
): Promise<Page<StoredReport>> {
  const rows = await db
    .select(HEAD)
    .from(reports)
    .where(and(madeBy === undefined ? undefined : eq(reports.madeBy, madeBy), NEWEST_FIRST.after(cursor)))
    .orderBy(...NEWEST_FIRST.orderBy)
    .limit(limit + 1);
  return NEWEST_FIRST.page(rows, limit);
}

function lookupOf(id: string): Uint8Array {
  return createHash('sha256').update(id).digest();
}
