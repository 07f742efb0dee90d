import type { Principal } from '#lib/access/roles.ts';
import type { ReportState } from '#lib/reports/content/report.ts';
import { countReportView, listReports, revokeReport, type StoredReport } from '#lib/store/sharing/reports.ts';
import type { FleetContext } from '../context.ts';
import { NotFoundError } from '../errors.ts';

/** A report with how its link stands now. */
export type ListedReport = StoredReport & { readonly state: ReportState };

/** A page of one's own reports, newest first; an admin sees everybody's. Throws `CursorError`. */
export async function getReports(
  context: FleetContext,
  who: Principal,
  page: { readonly limit: number; readonly cursor: string | undefined },
): Promise<{ items: ListedReport[]; nextCursor: string | null }> {
  const { items, nextCursor } = await listReports(context.db, { ...page, madeBy: ownOnly(who) });
  const now = context.clock();
  return { items: items.map((report) => ({ ...report, state: stateOf(report, now) })), nextCursor };
}

/**
 * Ends a report's link for good. Somebody else's report, one that was ended before and one that never was are
 * answered alike. Throws {@link NotFoundError}.
 */
export async function endReport(context: FleetContext, who: Principal, id: string): Promise<void> {
  const ended = await revokeReport(context.db, id, { madeBy: ownOnly(who), at: context.clock() });
  if (!ended) throw new NotFoundError('There is no report of yours with this id.');
}

/** Notes that a report was read; whoever reads it does not wait for that. */
export function noteReportView(context: FleetContext, id: string): void {
  countReportView(context.db, id, context.clock()).catch((error: unknown) => {
    context.log.warn({ err: error }, 'a view of a report was not counted');
  });
}

function ownOnly({ name, role }: Principal): string | undefined {
  return role === 'admin' ? undefined : name;
}

function stateOf({ revokedAt, expiresAt }: StoredReport, now: Date): ReportState {
  if (revokedAt !== null) return 'revoked';
  return expiresAt !== null && expiresAt <= now ? 'expired' : 'open';
}
