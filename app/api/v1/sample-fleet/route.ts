import { application } from '#lib/api/server/application/running-application.ts';
import { json, route } from '#lib/api/server/routes/route.ts';

export const GET = route(async () => json(await application().sampleFleet()));

export const POST = route(async () => json(await application().openSampleFleet(), 201), 'track');

export const DELETE = route(async () => {
  await application().closeSampleFleet();
  return new Response(null, { status: 204 });
}, 'track');
