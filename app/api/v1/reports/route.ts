import { paging } from '#lib/api/contract/primitives.ts';
import { reportRequest } from '#lib/api/contract/reports.ts';
import { application } from '#lib/api/server/application/running-application.ts';
import { readBody, readQuery } from '#lib/api/server/http/body.ts';
import { originOf } from '#lib/api/server/http/origin.ts';
import { json, route } from '#lib/api/server/routes/route.ts';

export const GET = route(async ({ url, who, request }) => {
  const { listReports, accessPolicy } = application();
  return json(await listReports(readQuery(url, paging), who, originOf(request, accessPolicy.publicUrl)));
});

export const POST = route(async ({ request, who }) => {
  const { makeReport, accessPolicy } = application();
  const asked = await readBody(request, reportRequest, { fallback: {} });
  return json(await makeReport(asked, who, originOf(request, accessPolicy.publicUrl)), 201);
}, 'share');
