import type { FeedChange } from '#lib/fleet/sharing/read-feed.ts';
import { STATUSES } from '#lib/lineage/vocabulary/status.ts';
import { changeTitle } from '#lib/lineage/words/status-change-words.ts';
import type { AtomEntry, AtomFeed } from '#lib/sharing/atom-feed.ts';
import { xml } from '#lib/sharing/escape-xml.ts';

/**
 * Tags (RFC 4151) want a name that is ours alone. A server may move from one address to another and entries keep
 * their ids, so it is none of an address; a verdict's id is unique in itself.
 */
const TAG = 'tag:baseboard.invalid,2026';

/** Changes as a feed at `origin`, `https://host:port`; `query` is what of its address chooses them. */
export function presentFeed(
  changes: readonly FeedChange[],
  origin: string,
  { filter, query }: { readonly filter: string; readonly query: string },
): AtomFeed {
  const self = `${origin}/feed.atom${query}`;
  const page = filter === '' ? '/' : `/?filter=${encodeURIComponent(filter)}`;
  return {
    id: self,
    title: `Baseboard: what went stale or fresh${filter === '' ? '' : ` · ${filter}`}`,
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
    content: `<p><code>${xml(reference)}</code> is <strong>${word(status)}</strong>${before}.</p><p>${html(sentence)}</p>`,
  };
}

function word(status: FeedChange['status']): string {
  return STATUSES[status].word.toLowerCase();
}

/** A sentence as HTML: what stands between backticks is a name. */
function html(sentence: string): string {
  return sentence
    .split('`')
    .map((part, index) => (index % 2 === 1 ? `<code>${xml(part)}</code>` : xml(part)))
    .join('');
}
