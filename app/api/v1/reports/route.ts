import { paging } from '#lib/api/contract/common.ts';
import { reportRequest } from '#lib/api/contract/reports.ts';
import { readBody, readQuery } from '#lib/api/server/body.ts';
import { application } from '#lib/api/server/host.ts';
import { json, route } from '#lib/api/server/route.ts';

export const GET = route(async ({ url, who, request }) =>
  json(await application().listReports(readQuery(url, paging), who, request.headers.get('host'))),
);

export const POST = route(
  async ({ request, who }) =>
    json(
      await application().makeReport(
        await readBody(request, reportRequest, {}),
        who,
        request.headers.get('host'),
      ),
      201,
    ),
  'share',
);
