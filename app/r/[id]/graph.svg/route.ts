import { application } from '#lib/api/server/host.ts';
import { route } from '#lib/api/server/route.ts';

export const GET = route<{ id: string }>(
  ({ params, request, requestId }) => application().readReport(params.id, 'graph', request, requestId),
  'anyone',
);
