import { scheduleRequest } from '#lib/api/contract/report-schedules.ts';
import { application } from '#lib/api/server/application/running-application.ts';
import { readBody } from '#lib/api/server/http/body.ts';
import { originOf } from '#lib/api/server/http/origin.ts';
import { json, route } from '#lib/api/server/routes/route.ts';

export const GET = route(async () => json(await application().listSchedules()), 'administer');

export const POST = route(async ({ request, who }) => {
  const { createSchedule, accessPolicy } = application();
  const asked = await readBody(request, scheduleRequest);
  return json(await createSchedule(asked, who, originOf(request, accessPolicy.publicUrl)), 201);
}, 'administer');
