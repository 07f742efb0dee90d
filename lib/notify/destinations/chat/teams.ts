import { plainSentence } from '#lib/lineage/words/sentence.ts';
import { type ChatEntry, type ChatMessage, cutTo, fitted, moreWords, unlinked } from './chat-message.ts';

/** learn.microsoft.com, "Create Incoming Webhooks": a message has at most 28 KB. */
const MOST_BYTES = 28 * 1024;
const MOST_TEXT = 4000;

/**
 * The body for the Teams workflow "Post to a channel when a webhook request is received": one Adaptive Card. Text
 * stands in `RichTextBlock`s, which read no Markdown, so nothing in it becomes a link; a card mentions only those that its
 * `msteams.entities` name, and this one has none.
 */
export function teamsBody(message: ChatMessage): string {
  return fitted(message, bodyOf, (body) => new TextEncoder().encode(body).length <= MOST_BYTES);
}

function bodyOf({ title, paragraphs, entries, more, link, urgent }: ChatMessage): string {
  const rest = moreWords(more);
  const card = {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.4',
    msteams: { width: 'Full' },
    body: [
      block([
        {
          ...run(title),
          size: 'Medium',
          weight: 'Bolder',
          ...(urgent ? { color: 'Attention' } : {}),
        },
      ]),
      ...paragraphs.map((text) => block([run(text)])),
      ...entries.map(entryOf),
      ...(rest === null ? [] : [block([{ ...run(rest), isSubtle: true }])]),
    ],
    ...(link === undefined
      ? {}
      : { actions: [{ type: 'Action.OpenUrl', title: 'Open in Baseboard', url: link }] }),
  };
  const attachment = {
    contentType: 'application/vnd.microsoft.card.adaptive',
    contentUrl: null,
    content: card,
  };
  return JSON.stringify({ type: 'message', attachments: [attachment] });
}

function entryOf({ reference, link, became, summary }: ChatEntry) {
  const opens = link === undefined ? {} : { selectAction: { type: 'Action.OpenUrl', url: link } };
  return block([
    { ...run(reference), weight: 'Bolder', fontType: 'Monospace', ...opens },
    run(` ${became}. ${summary}`),
  ]);
}

function block(inlines: readonly object[]) {
  return { type: 'RichTextBlock', inlines };
}

function run(text: string) {
  return { type: 'TextRun', text: cutTo(unlinked(plainSentence(text)), MOST_TEXT) };
}
