import { application } from '#lib/api/server/application/running-application.ts';
import { route } from '#lib/api/server/routes/route.ts';

export const GET = route(async () => {
  const { contentType, text } = await application().metrics();
  return new Response(text, { headers: { 'content-type': contentType, 'cache-control': 'no-store' } });
});
