import type { FeedChange } from '#lib/fleet/sharing/read-feed.ts';
import { STATUSES } from '#lib/lineage/vocabulary/status.ts';
import { sentenceParts } from '#lib/lineage/words/sentence.ts';
import { changeTitle } from '#lib/lineage/words/status-change-words.ts';
import type { AtomEntry, AtomFeed } from '#lib/sharing/atom-feed.ts';
import { escapeHtml } from '#lib/sharing/escape-html.ts';

/**
 * The prefix of entry ids (RFC 4151). It contains no server address, so that entries keep their ids when a server moves;
 * a verdict's id is unique in itself.
 */
const TAG = 'tag:baseboard.invalid,2026';

/** Changes as a feed of `origin`, `https://host:port`; `query` is the query string of the feed's URL. */
export function presentFeed(
  changes: readonly FeedChange[],
  origin: string,
  { filter, query }: { readonly filter: string; readonly query: string },
): AtomFeed {
  const self = `${origin}/feed.atom${query}`;
  const page = filter === '' ? '/' : `/?filter=${encodeURIComponent(filter)}`;
  return {
    id: self,
    title: `Baseboard: images that became stale or fresh${filter === '' ? '' : ` · ${filter}`}`,
    self,
    alternate: `${origin}${page}`,
    author: 'Baseboard',
    entries: changes.map((change) => presentEntry(change, origin)),
  };
}

function presentEntry(change: FeedChange, origin: string): AtomEntry {
  const { verdictId, imageId, reference, at, status, previousStatus, sentence } = change;
  const before = previousStatus === null ? '' : `; it was ${word(previousStatus)} before`;
  return {
    id: `${TAG}:verdict:${verdictId}`,
    title: changeTitle(change),
    updated: at,
    alternate: `${origin}/images/${imageId}`,
    category: { term: status, label: STATUSES[status].word },
    content: `<p><code>${escapeHtml(reference)}</code> is <strong>${word(status)}</strong>${before}.</p><p>${html(sentence)}</p>`,
  };
}

function word(status: FeedChange['status']): string {
  return STATUSES[status].word.toLowerCase();
}

/** A sentence as HTML; names in backticks become code elements. */
function html(sentence: string): string {
  return sentenceParts(sentence)
    .map(({ text, isName }) => (isName ? `<code>${escapeHtml(text)}</code>` : escapeHtml(text)))
    .join('');
}
