import { join } from 'node:path';
import { groupDocuments } from '#lib/help/contents.ts';
import type { HelpDocument } from '#lib/help/help-document.ts';
import { readDocuments } from '#lib/help/read-documents.ts';
import { searchDocuments } from '#lib/help/search-documents.ts';

/** The folder of the documents: it comes with the sources, in a container too. */
const DOCS = join(import.meta.dirname, '..', '..', '..', '..', 'docs');

/** The documents that the app serves as its help. They are read once, when somebody first opens the help. */
export function createHelpApplication() {
  let documents: readonly HelpDocument[] | undefined;
  const all = () => {
    documents ??= readDocuments(DOCS);
    return documents;
  };
  return {
    helpContents: () => groupDocuments(all().map(({ slug, title, summary }) => ({ slug, title, summary }))),
    /** Undefined if there is no such document. */
    helpDocument: (slug: string) => all().find((document) => document.slug === slug),
    /** In the order of the contents, so that documents for users come before those about the code. */
    searchHelp: (text: string) =>
      searchDocuments(
        groupDocuments(all()).flatMap((group) => group.documents),
        text,
      ),
  };
}
