import { HelpDocumentPage } from '#components/help/help-document-page.tsx';
import { titleOf } from '#components/titles/title-of.ts';
import { requireAccess } from '#lib/api/server/routes/prefetch.ts';

export default async function Page({ params }: { params: Promise<{ slug: string }> }) {
  const { slug } = await params;
  const app = await requireAccess(`/help/${slug}`);
  const document = app.helpDocument(slug);
  return (
    <>
      <title>{titleOf({ page: 'help', shown: document?.title ?? '' })}</title>
      <HelpDocumentPage document={document} />
    </>
  );
}
