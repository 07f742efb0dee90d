import { plainSentence } from '#lib/lineage/words/sentence.ts';
import { type ChatMessage, moreWords } from '../destinations/chat/chat-message.ts';
import { escapeSlack, type Mail, oneLine } from './message-texts.ts';

/** A message for people as the text of a Slack-compatible one. Only its own links are links. */
export function slackOfChat({ title, paragraphs, entries, more, link }: ChatMessage): string {
  const lines = entries.map(({ reference, link: to, became, summary }) => {
    const name = to === undefined ? `\`${escapeSlack(reference)}\`` : `<${to}|${escapeSlack(reference)}>`;
    return `• ${name} ${became}. ${escapeSlack(summary)}`;
  });
  return [
    `*${escapeSlack(title)}*`,
    ...paragraphs.map(escapeSlack),
    ...lines,
    ...[moreWords(more)].filter((words) => words !== null),
    ...(link === undefined ? [] : [`<${link}|Open the report>`]),
  ].join('\n');
}

/** A message for people as an e-mail in plain text. */
export function mailOfChat({ title, paragraphs, entries, more, link }: ChatMessage): Mail {
  const blocks = [
    paragraphs.map((text) => plainSentence(oneLine(text))).join('\n'),
    ...entries.map(
      ({ reference, became, summary }) =>
        `${oneLine(reference)} ${became}\n  ${plainSentence(oneLine(summary))}`,
    ),
    moreWords(more) ?? '',
    link === undefined ? '' : `The report: ${link}`,
  ].filter((block) => block !== '');
  return { subject: `Baseboard: ${oneLine(title)}`, text: `${blocks.join('\n\n')}\n` };
}
