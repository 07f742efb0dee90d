import { mentionsRequest } from '#lib/api/contract/sources.ts';
import { application } from '#lib/api/server/application/running-application.ts';
import { readBody } from '#lib/api/server/http/body.ts';
import { json, route } from '#lib/api/server/routes/route.ts';

/** Bytes as they are sent, and once decompressed. */
const LIMITS = { atMost: 5 * 1024 * 1024, gunzipTo: 32 * 1024 * 1024 };

export const POST = route<{ id: string }>(async ({ request, params }) => {
  const posted = await readBody(request, mentionsRequest, LIMITS);
  return json(await application().postMentions(params.id, posted));
}, 'track');
