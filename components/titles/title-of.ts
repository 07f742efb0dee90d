import { STATUSES, type Status } from '#lib/lineage/vocabulary/status.ts';
import { momentWords } from '#lib/lineage/words/time-words.ts';
import { shortDigest } from '#lib/oci/digest.ts';
import { formatRepository, tryParseReference } from '#lib/oci/reference.ts';

/** What a page shows, as far as its title says it. Empty references and filters are left out. */
export type ShownPage =
  | { readonly page: 'fleet'; readonly filter: string; readonly at?: string | undefined }
  | {
      readonly page: 'graph';
      readonly filter: string;
      readonly focus: string;
      readonly at?: string | undefined;
    }
  | {
      readonly page: 'image';
      readonly reference: string;
      readonly status: Status;
      readonly at?: string | undefined;
    }
  | { readonly page: 'base'; readonly reference: string; readonly status?: Status | undefined }
  | { readonly page: 'rebase-plan'; readonly reference: string; readonly annotate: boolean }
  | { readonly page: 'rebase'; readonly reference: string; readonly state: string }
  | { readonly page: 'cascade-plan'; readonly reference: string }
  | {
      readonly page: 'cascade';
      readonly reference: string;
      readonly state: string;
      /** A cascade that undoes another. */
      readonly undo: boolean;
    }
  | { readonly page: 'activity'; readonly tab: string }
  | { readonly page: 'settings'; readonly section: string }
  /** A document's title, or the text of a search. */
  | { readonly page: 'help'; readonly shown: string }
  | { readonly page: 'other'; readonly name: string };

/** The longest filter in a title; a browser's tab shows less. */
const LONGEST_FILTER = 60;

/** The title of a page, what matters most first: `Stale · apps/shop:1.0 · Baseboard`. */
export function titleOf(shown: ShownPage): string {
  return [...partsOf(shown), 'Baseboard'].filter((part) => part !== '').join(' · ');
}

function partsOf(shown: ShownPage): readonly string[] {
  switch (shown.page) {
    case 'fleet':
      return [shortened(shown.filter), 'Fleet', moment(shown.at)];
    case 'graph':
      return [shownName(shown.focus) || shortened(shown.filter), 'Graph', moment(shown.at)];
    case 'image':
      return [STATUSES[shown.status].word, shownName(shown.reference), moment(shown.at)];
    case 'base':
      return [
        shown.status === undefined ? '' : STATUSES[shown.status].word,
        shownName(shown.reference),
        'Base',
      ];
    case 'rebase-plan':
      return [`${shown.annotate ? 'Annotate' : 'Rebase'} ${shownName(shown.reference)}`.trim()];
    case 'rebase':
      return [shown.state, `Rebase ${shownName(shown.reference)}`];
    case 'cascade-plan':
      return [dependents(shown.reference)];
    case 'cascade':
      return [shown.state, shown.undo ? `Undo: ${dependents(shown.reference)}` : dependents(shown.reference)];
    case 'activity':
      return [shown.tab, 'Activity'];
    case 'settings':
      return shown.section === 'General' ? ['Settings'] : [shown.section, 'Settings'];
    case 'help':
      return [shortened(shown.shown), 'Help'];
    case 'other':
      return [shown.name];
  }
}

function dependents(reference: string): string {
  return reference === '' ? 'Cascade' : `Rebase dependents of ${shownName(reference)}`;
}

/** A reference without its registry, which is the same for most images and would fill the tab. */
function shownName(reference: string): string {
  const parsed = tryParseReference(reference);
  if (parsed === undefined) return shortened(reference);
  const { tag, digest } = parsed;
  const path = formatRepository(parsed)
    .slice(parsed.registry.length + 1)
    .replace(/^library\/(?=[^/]+$)/, '');
  const end = tag !== undefined ? `:${tag}` : digest !== undefined ? `@${shortDigest(digest)}` : '';
  return `${path}${end}`;
}

function moment(at: string | undefined): string {
  return at === undefined ? '' : momentWords(at);
}

function shortened(text: string): string {
  return text.length > LONGEST_FILTER ? `${text.slice(0, LONGEST_FILTER - 1)}…` : text;
}
