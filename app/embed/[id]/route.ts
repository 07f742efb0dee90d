import { application } from '#lib/api/server/application/running-application.ts';
import { route } from '#lib/api/server/routes/route.ts';

export const GET = route<{ id: string }>(
  ({ params, request, requestId }) => application().readReport(params.id, 'embed', request, requestId),
  'anyone',
);
