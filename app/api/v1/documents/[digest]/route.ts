import { documentQuery } from '#lib/api/contract/documents.ts';
import { readQuery } from '#lib/api/server/body.ts';
import { application } from '#lib/api/server/host.ts';
import { json, route } from '#lib/api/server/route.ts';

export const GET = route<{ digest: string }>(async ({ url, params }) => {
  const { digest } = documentQuery.parse({
    ...readQuery(url, documentQuery.omit({ digest: true })),
    digest: decodeURIComponent(params.digest),
  });
  return json(await application().readDocument(digest));
});
