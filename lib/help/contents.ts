import type { HelpDocument } from './help-document.ts';

/** A group of the list of documents. */
export interface HelpGroup<Each> {
  readonly name: string;
  readonly documents: readonly Each[];
}

/** The groups in order, each with its documents in order. */
const GROUPS: readonly (readonly [name: string, slugs: readonly string[]])[] = [
  [
    'Use',
    ['filters', 'verdicts', 'rebase', 'history', 'notifications', 'sharing', 'sources', 'ci', 'glossary'],
  ],
  ['Run', ['configuration', 'access', 'recovery', 'errors', 'leniency']],
];

/** The documents in groups; those that no group names come last, by title. */
export function groupDocuments<Each extends Pick<HelpDocument, 'slug' | 'title'>>(
  documents: readonly Each[],
): readonly HelpGroup<Each>[] {
  const named = new Set(GROUPS.flatMap(([, slugs]) => slugs));
  const rest = documents
    .filter(({ slug }) => !named.has(slug))
    .toSorted((a, b) => a.title.localeCompare(b.title, 'en'));
  return [
    ...GROUPS.map(([name, slugs]) => ({
      name,
      documents: slugs.flatMap((slug) => documents.filter((document) => document.slug === slug)),
    })),
    { name: 'How it is made', documents: rest },
  ].filter((group) => group.documents.length > 0);
}
