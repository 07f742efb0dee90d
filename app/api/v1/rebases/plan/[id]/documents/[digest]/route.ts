import { application } from '#lib/api/server/application/running-application.ts';
import { route } from '#lib/api/server/routes/route.ts';

/** The document's bytes are what its digest is of: they go out as they are. */
export const GET = route<{ id: string; digest: string }>(async ({ params }) => {
  const { mediaType, text } = await application().getPlannedDocument(
    params.id,
    decodeURIComponent(params.digest),
  );
  return new Response(text, {
    headers: { 'content-type': mediaType, 'content-disposition': 'attachment', 'cache-control': 'no-store' },
  });
});
