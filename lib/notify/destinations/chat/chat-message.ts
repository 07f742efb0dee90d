/** A message for people, as plain text: each service's dialect is made of it, and escaped, in this folder. */
export interface ChatMessage {
  /** What happened, on one line. */
  readonly title: string;
  /** Sentences below the title; names stand in backticks. */
  readonly paragraphs: readonly string[];
  /** One line for each image, the most urgent first. */
  readonly entries: readonly ChatEntry[];
  /** How many images have no line. */
  readonly more: number;
  /** Where to read on, an address of this service; `undefined` if no public URL is configured. */
  readonly link: string | undefined;
  /** Something is broken, or needs a look now. */
  readonly urgent: boolean;
}

/** One image in a message. */
export interface ChatEntry {
  readonly reference: string;
  /** The image's page; `undefined` if no public URL is configured. */
  readonly link: string | undefined;
  /** The predicate: "went stale". */
  readonly became: string;
  /** A sentence; names stand in backticks. */
  readonly summary: string;
}

/** An invisible character that breaks markup and links. */
export const NOTHING = '\u200b';

/** Text of images and registries on one line, with addresses that no client turns into links. */
export function unlinked(text: string): string {
  return text
    .replace(/\p{Cc}+/gu, ' ')
    .replace(/:(?=\/\/)|(?<=\bwww|\bmailto|\bxmpp|\btel)[.:]/gi, `$&${NOTHING}`);
}

/** A text of at most `most` UTF-16 units, as services count; a cut is marked and splits no character. */
export function cutTo(text: string, most: number): string {
  if (text.length <= most) return text;
  return `${text.slice(0, most - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}

/** "and 3 more images"; null if every image has a line. */
export function moreWords(count: number): string | null {
  return count === 0 ? null : `and ${count.toLocaleString('en')} more image${count === 1 ? '' : 's'}`;
}

/**
 * The largest message that fits: entries are left out from the end, and counted. `render` makes what is measured;
 * `size` its length in the service's unit.
 */
export function fitted<T>(
  message: ChatMessage,
  render: (part: ChatMessage) => T,
  fits: (body: T) => boolean,
): T {
  for (let kept = message.entries.length; kept > 0; kept--) {
    const body = render(shortened(message, kept));
    if (fits(body)) return body;
  }
  return render(shortened(message, 0));
}

function shortened(message: ChatMessage, kept: number): ChatMessage {
  const { entries, more } = message;
  return { ...message, entries: entries.slice(0, kept), more: more + entries.length - kept };
}
