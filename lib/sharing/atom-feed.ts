import { xml } from './escape-xml.ts';

/** A feed of the Atom Syndication Format, RFC 4287. */
export interface AtomFeed {
  readonly id: string;
  readonly title: string;
  /** The URL of this feed, and of the page with the same content. */
  readonly self: string;
  readonly alternate: string;
  readonly author: string;
  /** Newest first. */
  readonly entries: readonly AtomEntry[];
}

export interface AtomEntry {
  /** Never changes, whatever the server's address. */
  readonly id: string;
  readonly title: string;
  readonly updated: Date;
  readonly alternate: string;
  readonly category: { readonly term: string; readonly label: string };
  /** HTML. */
  readonly content: string;
}

/** The update time of a feed without entries. It is constant, so that the feed is the same at each request. */
const NEVER = new Date(0);

/** When the feed was updated: the time of its newest entry (RFC 4287 § 4.2.15). */
export function updatedOf({ entries }: AtomFeed): Date {
  return new Date(Math.max(NEVER.getTime(), ...entries.map(({ updated }) => updated.getTime())));
}

/** Formats a feed as an XML document. */
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
