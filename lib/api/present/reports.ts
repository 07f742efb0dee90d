import type { ListedReport } from '#lib/fleet/reports/manage-reports.ts';
import type { ReportCreatedView, ReportHeadView } from '../contract/reports.ts';

/** A report's addresses, below the origin that people reach the server by. */
export function presentCreated(id: string, origin: string): ReportCreatedView {
  return { id, url: `${origin}/r/${id}`, embedUrl: `${origin}/embed/${id}` };
}

/** A report as its maker's list shows it. */
export function presentReportHead(report: ListedReport, origin: string): ReportHeadView {
  const { id, title, note, filter, live, madeBy, madeAt, expiresAt, state, views, lastViewAt } = report;
  return {
    ...presentCreated(id, origin),
    title,
    note,
    filter,
    live,
    madeBy,
    madeAt: madeAt.toISOString(),
    expiresAt: expiresAt?.toISOString() ?? null,
    state,
    views,
    lastViewAt: lastViewAt?.toISOString() ?? null,
  };
}
