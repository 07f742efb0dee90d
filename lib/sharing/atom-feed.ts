import { xml } from './escape-xml.ts';

/** A feed of the Atom Syndication Format, RFC 4287. */
export interface AtomFeed {
  readonly id: string;
  readonly title: string;
  /** Where this feed is, and the page that shows the same. */
  readonly self: string;
  readonly alternate: string;
  readonly author: string;
  /** Newest first. */
  readonly entries: readonly AtomEntry[];
}

export interface AtomEntry {
  /** Stays what it is for ever, wherever the feed is served. */
  readonly id: string;
  readonly title: string;
  readonly updated: Date;
  readonly alternate: string;
  readonly category: { readonly term: string; readonly label: string };
  /** HTML. */
  readonly content: string;
}

/** When a feed without entries changed last: never. Its answer must not differ from one time to the next. */
const NEVER = new Date(0);

/** When the feed's newest entry was, and so the feed: RFC 4287 § 4.2.15. */
export function updatedOf({ entries }: AtomFeed): Date {
  return new Date(Math.max(NEVER.getTime(), ...entries.map(({ updated }) => updated.getTime())));
}

/** Writes a feed as an XML document. */
export function formatAtom(feed: AtomFeed): string {
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">',
    `  <id>${xml(feed.id)}</id>`,
    `  <title>${xml(feed.title)}</title>`,
    `  <updated>${updatedOf(feed).toISOString()}</updated>`,
    `  <author><name>${xml(feed.author)}</name></author>`,
    '  <generator>Baseboard</generator>',
    `  <link rel="self" type="application/atom+xml" href="${xml(feed.self)}"/>`,
    `  <link rel="alternate" type="text/html" href="${xml(feed.alternate)}"/>`,
    ...feed.entries.map(formatEntry),
    '</feed>\n',
  ].join('\n');
}

function formatEntry(entry: AtomEntry): string {
  const { term, label } = entry.category;
  return [
    '  <entry>',
    `    <id>${xml(entry.id)}</id>`,
    `    <title>${xml(entry.title)}</title>`,
    `    <updated>${entry.updated.toISOString()}</updated>`,
    `    <published>${entry.updated.toISOString()}</published>`,
    `    <link rel="alternate" type="text/html" href="${xml(entry.alternate)}"/>`,
    `    <category term="${xml(term)}" label="${xml(label)}"/>`,
    `    <content type="html">${xml(entry.content)}</content>`,
    '  </entry>',
  ].join('\n');
}
