import { snoozeRequest } from '#lib/api/contract/images/holds.ts';
import { application } from '#lib/api/server/application/running-application.ts';
import { readBody } from '#lib/api/server/http/body.ts';
import { json, methodNotAllowed, route } from '#lib/api/server/routes/route.ts';

export const POST = route(
  async ({ request, who }) =>
    json(await application().snoozeImages(await readBody(request, snoozeRequest), who), 201),
  'track',
);

const notAllowed = methodNotAllowed('POST');

// Without these, `snooze` would be taken for an image's id.
export { notAllowed as DELETE, notAllowed as GET, notAllowed as PATCH };
