import { application } from '#lib/api/server/application/running-application.ts';
import { route } from '#lib/api/server/routes/route.ts';
import { parseReportPath } from '#lib/reports/formats.ts';

/** `/r/{id}`, and with an ending the same in another format. */
export const GET = route<{ id: string }>(async ({ params, request, requestId }) => {
  const { id, format } = parseReportPath(params.id);
  return application().readReport(id, format, request, requestId);
}, 'anyone');
