import { application } from '#lib/api/server/application/running-application.ts';
import { json, route } from '#lib/api/server/routes/route.ts';

export const GET = route<{ id: string }>(async ({ params }) => json(await application().getScan(params.id)));

export const DELETE = route<{ id: string }>(
  async ({ params }) => json(await application().cancelScan(params.id), 202),
  'track',
);
