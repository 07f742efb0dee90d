import { plainSentence } from '#lib/lineage/words/sentence.ts';
import { type ChatMessage, cutTo, fitted, moreWords, unlinked } from './chat-message.ts';

/** docs.ntfy.sh, "Limitations": a longer message becomes an attachment. */
const MOST_BYTES = 4096;
const MOST_TITLE = 250;
/** docs.ntfy.sh, "Message priority": 3 is the default, 4 makes a phone vibrate longer. */
const NORMAL = 3;
const HIGH = 4;

/** The body of ntfy's "Publish as JSON", which needs no encoding of titles in headers. Plain text, not Markdown. */
export function ntfyBody(topic: string, message: ChatMessage): string {
  const text = fitted(message, textOf, (body) => bytesOf(body) <= MOST_BYTES);
  const { title, link, urgent } = message;
  return JSON.stringify({
    topic,
    title: cutTo(unlinked(plainSentence(title)), MOST_TITLE),
    message: cutBytes(text),
    priority: urgent ? HIGH : NORMAL,
    ...(link === undefined ? {} : { click: link }),
  });
}

function textOf({ paragraphs, entries, more }: ChatMessage): string {
  const lines = entries.map(({ reference, became, summary }) => `${reference} ${became}. ${summary}`);
  return [...paragraphs, ...lines]
    .map((line) => unlinked(plainSentence(line)))
    .concat(moreWords(more) ?? [])
    .join('\n');
}

function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length;
}

/** A character has at most three bytes for each of its UTF-16 units. */
function cutBytes(text: string): string {
  return bytesOf(text) <= MOST_BYTES ? text : cutTo(text, Math.floor(MOST_BYTES / 3));
}
