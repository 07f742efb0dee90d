import { BookOpen, SearchX } from 'lucide-react';
import Link from 'next/link';
import { Highlighted } from '#components/shell/command-palette/highlighted.tsx';
import { LinkButton } from '#components/ui/controls/link-button.tsx';
import { EmptyState } from '#components/ui/feedback/empty-state.tsx';
import type { HelpGroup } from '#lib/help/contents.ts';
import type { HelpDocument } from '#lib/help/help-document.ts';
import type { HelpResult, HelpResults } from '#lib/help/search-documents.ts';
import { counted } from '#lib/lineage/words/counts-and-names.ts';
import { HelpSearch } from './help-search.tsx';

type Summary = Pick<HelpDocument, 'slug' | 'title' | 'summary'>;

/** The documents in groups, or what a search finds in them. */
export function HelpPage({
  contents,
  search,
}: {
  contents: readonly HelpGroup<Summary>[];
  search?: { readonly text: string } & HelpResults;
}) {
  return (
    <div className="mx-auto max-w-[60rem] space-y-5 p-4">
      <h1 className="text-lg font-semibold">Help</h1>
      <HelpSearch text={search?.text ?? ''} />
      {/* Always there, so that a screen reader reads out what a search adds to it. */}
      <p role="status" className="text-sm text-muted empty:hidden">
        {search === undefined ? null : <Count {...search} />}
      </p>
      {search === undefined ? (
        contents.map((group) => <Group key={group.name} group={group} />)
      ) : (
        <Results results={search.results} found={search.found} />
      )}
    </div>
  );
}

function Group({ group: { name, documents } }: { group: HelpGroup<Summary> }) {
  return (
    <section className="space-y-2">
      <h2 className="font-medium">{name}</h2>
      <ul className="divide-y divide-line rounded-md border border-line bg-surface">
        {documents.map(({ slug, title, summary }) => (
          <li key={slug}>
            <Link
              href={`/help/${slug}`}
              className="grid min-h-11 items-center gap-x-4 px-4 py-2.5 hover:bg-raised focus-visible:outline-offset-[-2px] sm:grid-cols-[14rem_minmax(0,1fr)]"
            >
              <span className="font-medium">{title}</span>
              <span className="truncate text-sm text-muted">{summary}</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Count({ text, results, found }: { text: string } & HelpResults) {
  const more = found > results.length ? `, the best ${results.length} are listed` : '';
  return (
    <>
      {counted(found, 'result')} for “<span className="break-words">{text}</span>”{more}
    </>
  );
}

function Results({ results, found }: HelpResults) {
  return (
    <section aria-label="Results">
      {found === 0 ? (
        <div className="rounded-md border border-line bg-surface">
          <EmptyState
            icon={SearchX}
            title="No document has all of these words"
            actions={<LinkButton href="/help">Show all documents</LinkButton>}
          >
            Try fewer or shorter words.
          </EmptyState>
        </div>
      ) : (
        <ul className="divide-y divide-line rounded-md border border-line bg-surface">
          {results.map((result) => (
            <Result key={`${result.slug}#${result.heading?.anchor ?? ''}`} result={result} />
          ))}
        </ul>
      )}
    </section>
  );
}

function Result({ result: { slug, title, heading, excerpt, ranges } }: { result: HelpResult }) {
  return (
    <li>
      <Link
        href={`/help/${slug}${heading === undefined ? '' : `#${heading.anchor}`}`}
        className="block space-y-0.5 px-4 py-2.5 hover:bg-raised focus-visible:outline-offset-[-2px]"
      >
        <span className="flex min-w-0 flex-wrap items-center gap-x-2">
          <BookOpen aria-hidden size={14} className="shrink-0 text-muted" />
          <span className={heading === undefined ? 'font-medium' : 'text-muted'}>{title}</span>
          {heading === undefined ? null : (
            <>
              <span aria-hidden className="text-muted">
                ›
              </span>
              <span className="font-medium break-words">{heading.text}</span>
            </>
          )}
        </span>
        <span className="block text-sm break-words text-muted">
          <Highlighted text={excerpt} ranges={ranges} />
        </span>
      </Link>
    </li>
  );
}
