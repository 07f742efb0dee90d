import { plainSentence } from '#lib/lineage/words/sentence.ts';
import { type ChatMessage, cutTo, fitted, moreWords, NOTHING, unlinked } from './chat-message.ts';

/** discord.com/developers/docs, "Embed Limits", in UTF-16 units. Ten embeds are allowed; one is enough. */
const MOST_TITLE = 256;
const MOST_DESCRIPTION = 4096;
const MOST_NAME = 200;
/** Colours of the bar beside the message. */
const RED = 0xb3261e;
const AMBER = 0x8a5a00;

/** The body of Discord's "Execute Webhook": one embed. `allowed_mentions` allows no mention, whatever the text says. */
export function discordBody(message: ChatMessage): string {
  const body = (part: ChatMessage) => ({
    allowed_mentions: { parse: [] },
    embeds: [
      {
        title: cutTo(escapeDiscord(message.title), MOST_TITLE),
        description: descriptionOf(part),
        color: message.urgent ? RED : AMBER,
        ...(message.link === undefined ? {} : { url: message.link }),
      },
    ],
  });
  const fits = ({ embeds: [embed] }: ReturnType<typeof body>) =>
    (embed?.description.length ?? 0) <= MOST_DESCRIPTION;
  const fitting = fitted(message, body, fits);
  const [embed] = fitting.embeds;
  const description = cutTo(embed?.description ?? '', MOST_DESCRIPTION);
  return JSON.stringify({ ...fitting, embeds: [{ ...embed, description }] });
}

function descriptionOf({ paragraphs, entries, more }: ChatMessage): string {
  const lines = entries.map(({ reference, link, became, summary }) => {
    const name = escapeDiscord(cutTo(reference, MOST_NAME));
    return `- ${link === undefined ? `**${name}**` : `[${name}](${link})`} ${became}. ${escapeDiscord(plainSentence(summary))}`;
  });
  return [...paragraphs.map(escapeDiscord), ...lines, moreWords(more)]
    .filter((line) => line !== null)
    .join('\n');
}

/**
 * Escapes text for Discord's Markdown. Backslashes take the meaning of what Discord reads; `@`, invites and bare URLs
 * are broken by an invisible character too, since clients differ.
 */
export function escapeDiscord(text: string): string {
  return unlinked(text)
    .replace(/[\\*_~|`<>[\]()#]/g, '\\$&')
    .replace(/^(\s*)([-+]|\d+\.)(?=\s)/, '$1\\$2')
    .replace(/@(?!sha(?:256|512):[0-9a-f])/g, `@${NOTHING}`)
    .replace(/(?<=discord)\./gi, `.${NOTHING}`);
}
