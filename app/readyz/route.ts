import { application } from '#lib/api/server/application/running-application.ts';
import { json, route } from '#lib/api/server/routes/route.ts';

/** Ready: the database and the queue answer. */
export const GET = route(async () => {
  const checks = await application().readiness();
  const ready = Object.values(checks).every((state) => state === 'ok');
  return json({ status: ready ? 'ok' : 'not-ready', ...checks }, ready ? 200 : 503);
}, 'anyone');
