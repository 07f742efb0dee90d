import type { ListedReport } from '#lib/fleet/reports/manage-reports.ts';
import type { ReportCreatedView, ReportHeadView } from '../contract/reports.ts';

/** A report's URLs, below the server's public origin. */
export function presentCreated(id: string, origin: string): ReportCreatedView {
  return { id, url: `${origin}/r/${id}`, embedUrl: `${origin}/embed/${id}` };
}

/** A report in its author's list. */
export function presentReportHead(report: ListedReport, origin: string): ReportHeadView {
  const {
    id,
    title,
    note,
    filter,
    chosen,
    live,
    madeBy,
    madeAt,
    expiresAt,
    state,
    views,
    lastViewAt,
    staleDays,
  } = report;
  return {
    ...presentCreated(id, origin),
    title,
    note,
    filter,
    chosen,
    live,
    madeBy,
    madeAt: madeAt.toISOString(),
    expiresAt: expiresAt?.toISOString() ?? null,
    state,
    views,
    lastViewAt: lastViewAt?.toISOString() ?? null,
    staleDays,
  };
}
