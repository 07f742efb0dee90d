import { SearchX } from 'lucide-react';
import Link from 'next/link';
import { LinkButton } from '#components/ui/controls/link-button.tsx';
import { EmptyState } from '#components/ui/feedback/empty-state.tsx';
import { type Block, blockText, type HelpDocument } from '#lib/help/help-document.ts';
import { HelpBlocks } from './help-blocks.tsx';
import { HelpSearch } from './help-search.tsx';

/** One document of the help, with its headings beside it. `document` is undefined if there is none at the address. */
export function HelpDocumentPage({ document }: { document: HelpDocument | undefined }) {
  return (
    <div className="mx-auto max-w-[72rem] space-y-5 p-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <nav aria-label="Breadcrumb" className="text-sm text-muted">
          <Link
            href="/help"
            className="inline-flex items-center underline underline-offset-2 max-md:min-h-11"
          >
            Help
          </Link>
        </nav>
        <HelpSearch />
      </div>
      {document === undefined ? <Missing /> : <Document document={document} />}
    </div>
  );
}

function Document({ document: { title, blocks } }: { document: HelpDocument }) {
  const sections = blocks.filter((block) => block.kind === 'heading' && block.depth === 2);
  return (
    <div className="gap-10 lg:grid lg:grid-cols-[minmax(0,1fr)_13rem]">
      <article className="max-w-[80ch] min-w-0 space-y-4">
        <h1 className="text-xl font-semibold">{title}</h1>
        <HelpBlocks blocks={blocks} />
      </article>
      {sections.length < 2 ? null : <OnThisPage sections={sections as Heading[]} />}
    </div>
  );
}

type Heading = Extract<Block, { kind: 'heading' }>;

function OnThisPage({ sections }: { sections: readonly Heading[] }) {
  return (
    <nav
      aria-label="On this page"
      className="sticky top-16 max-h-[calc(100dvh-5rem)] self-start overflow-y-auto text-sm max-lg:hidden"
    >
      <p className="mb-1 px-2 font-medium">On this page</p>
      <ul>
        {sections.map((section) => (
          <li key={section.anchor}>
            <a
              href={`#${section.anchor}`}
              className="block rounded-sm px-2 py-1 break-words text-muted hover:bg-raised hover:text-text focus-visible:outline-offset-[-2px]"
            >
              {blockText(section)}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Missing() {
  return (
    <div className="rounded-md border border-line bg-surface">
      <h1 className="sr-only">Document not found</h1>
      <EmptyState
        icon={SearchX}
        title="The help has no document at this address"
        actions={<LinkButton href="/help">Show all documents</LinkButton>}
      >
        It may have another name in this version.
      </EmptyState>
    </div>
  );
}
