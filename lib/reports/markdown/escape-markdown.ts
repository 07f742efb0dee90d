import { sentenceParts } from '#lib/lineage/words/sentence.ts';

/**
 * Escapes text so that Markdown shows it literally, on one line. It escapes the syntax of emphasis, code, links, tags,
 * entities, tables and mathematics; what starts a block at the start of a line (CommonMark § 4 and 5); and what GitHub
 * turns into a link by itself (GFM § 6.9).
 */
export function escapeMarkdown(text: string): string {
  return oneLine(text)
    .replace(/[\\`*_[\]<>&|~$#@]/g, '\\$&')
    .replace(/^\s*[-+=:]/, (start) => `${start.slice(0, -1)}\\${start.slice(-1)}`)
    .replace(/^(\s*\d{1,9})([.)])/, '$1\\$2')
    .replace(/:(?=\/)|(?<=www)\.|(?<=mailto|xmpp):/gi, '\\$&');
}

/** A name as a code span; escaped text if it contains characters that a code span cannot hold. */
export function markdownCode(text: string): string {
  return /^[\w./:@+,-]+$/.test(text) ? `\`${text}\`` : escapeMarkdown(text);
}

/** A sentence; names in backticks become code spans. */
export function markdownSentence(sentence: string): string {
  return sentenceParts(sentence)
    .map(({ text, isName }) => (isName ? markdownCode(text) : escapeMarkdown(text)))
    .join('');
}

/** Paragraphs that a person wrote, separated by empty lines; line breaks are kept. */
export function markdownParagraphs(text: string): string {
  return text
    .split(/(?:\r\n?|\n)[ \t]*(?:\r\n?|\n)\s*/)
    .map((paragraph) =>
      paragraph
        .trim()
        .split(/\r\n?|\n/)
        .map((line) => escapeMarkdown(line.trim()))
        .join('\\\n'),
    )
    .filter((paragraph) => paragraph !== '')
    .join('\n\n');
}

/** A table (GitHub Flavored Markdown); the cells must be escaped already. */
export function markdownTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n');
}

function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ');
}
