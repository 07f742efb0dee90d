import { scheduleEdit } from '#lib/api/contract/report-schedules.ts';
import { application } from '#lib/api/server/application/running-application.ts';
import { readBody } from '#lib/api/server/http/body.ts';
import { originOf } from '#lib/api/server/http/origin.ts';
import { json, route } from '#lib/api/server/routes/route.ts';

interface Params {
  readonly id: string;
}

export const PATCH = route<Params>(async ({ request, params, who }) => {
  const { changeSchedule, accessPolicy } = application();
  const asked = await readBody(request, scheduleEdit);
  return json(await changeSchedule(params.id, asked, who, originOf(request, accessPolicy.publicUrl)));
}, 'administer');

export const DELETE = route<Params>(async ({ params, who }) => {
  await application().removeSchedule(params.id, who);
  return new Response(null, { status: 204 });
}, 'administer');
