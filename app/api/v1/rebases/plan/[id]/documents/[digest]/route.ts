import { application } from '#lib/api/server/application/running-application.ts';
import { route } from '#lib/api/server/routes/route.ts';

/** Returns the exact bytes of the document, so that they match its digest. */
export const GET = route<{ id: string; digest: string }>(async ({ params }) => {
  const { mediaType, text } = await application().getPlannedDocument(
    params.id,
    decodeURIComponent(params.digest),
  );
  return new Response(text, {
    headers: { 'content-type': mediaType, 'content-disposition': 'attachment', 'cache-control': 'no-store' },
  });
});
