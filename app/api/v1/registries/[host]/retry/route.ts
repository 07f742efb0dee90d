import { application } from '#lib/api/server/application/running-application.ts';
import { json, route } from '#lib/api/server/routes/route.ts';

export const POST = route<{ host: string }>(
  // A port's colon may arrive encoded; no host has a percent sign of its own.
  async ({ params }) => json(await application().retryRegistry(params.host.replace(/%3A/gi, ':')), 202),
  'track',
);
