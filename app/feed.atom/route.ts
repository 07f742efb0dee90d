import { feedQuery } from '#lib/api/contract/images/feed.ts';
import { feedReader } from '#lib/api/server/access/feed-authentication.ts';
import { application } from '#lib/api/server/application/running-application.ts';
import { readQuery } from '#lib/api/server/http/body.ts';
import { originOf } from '#lib/api/server/http/origin.ts';
import { peerAddress } from '#lib/api/server/http/peer-address.ts';
import { feedResponse } from '#lib/api/server/routes/feed-response.ts';
import { route } from '#lib/api/server/routes/route.ts';

const answer = route(async ({ request, url }) => {
  const { filter = '', all } = readQuery(url, feedQuery);
  const { accessPolicy, readFeed } = application();
  const header = (name: string) => request.headers.get(name);
  const asked = { method: request.method, header, address: peerAddress() };
  const reader = await feedReader(asked, all === 'yes', accessPolicy);
  const place = { origin: originOf(request, accessPolicy.publicUrl), filter, query: url.search };
  return feedResponse(request, await readFeed(place, reader), reader === null);
}, 'anyone');

/** Changes of status as a feed; readers that cannot log in answer the challenge of HTTP Basic. */
export const GET: typeof answer = async (request, context) => {
  const response = await answer(request, context);
  if (response.status === 401) response.headers.set('www-authenticate', 'Basic realm="baseboard"');
  return response;
};
