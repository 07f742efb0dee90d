import { application } from '#lib/api/server/application/running-application.ts';
import { route } from '#lib/api/server/routes/route.ts';

const FORMATS = { '.json': 'json', '.csv': 'csv', '.md': 'md', '': 'page' } as const;
const ENDINGS = ['.json', '.csv', '.md', ''] as const;

/** `/r/{id}`, and with an ending the same in another format. */
export const GET = route<{ id: string }>(async ({ params, request, requestId }) => {
  const ending = ENDINGS.find((one) => params.id.endsWith(one)) ?? '';
  const id = params.id.slice(0, params.id.length - ending.length);
  return application().readReport(id, FORMATS[ending], request, requestId);
}, 'anyone');
