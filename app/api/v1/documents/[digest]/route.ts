import { documentQuery } from '#lib/api/contract/images/documents.ts';
import { application } from '#lib/api/server/application/running-application.ts';
import { parseRequest, readQuery } from '#lib/api/server/http/body.ts';
import { json, route } from '#lib/api/server/routes/route.ts';

export const GET = route<{ digest: string }>(async ({ url, params }) => {
  const { digest } = parseRequest(documentQuery, {
    ...readQuery(url, documentQuery.omit({ digest: true })),
    digest: decodeURIComponent(params.digest),
  });
  return json(await application().readDocument(digest));
});
