import { sentenceParts } from '#lib/lineage/words/sentence.ts';

/**
 * Text as Markdown shows it and nothing else, on one line. Escaped is what could mean something: emphasis, code,
 * links, tags, entities, tables, mathematics; what begins a block where a line begins (CommonMark § 4 and 5); and
 * what makes GitHub's Markdown link an address by itself (GFM § 6.9).
 */
export function escapeMarkdown(text: string): string {
  return oneLine(text)
    .replace(/[\\`*_[\]<>&|~$#@]/g, '\\$&')
    .replace(/^\s*[-+=:]/, (start) => `${start.slice(0, -1)}\\${start.slice(-1)}`)
    .replace(/^(\s*\d{1,9})([.)])/, '$1\\$2')
    .replace(/:(?=\/)|(?<=www)\.|(?<=mailto|xmpp):/gi, '\\$&');
}

/** A name in mono where that is safe, escaped where it holds what a code span cannot. */
export function markdownCode(text: string): string {
  return /^[\w./:@+,-]+$/.test(text) ? `\`${text}\`` : escapeMarkdown(text);
}

/** A sentence with its names as code. */
export function markdownSentence(sentence: string): string {
  return sentenceParts(sentence)
    .map(({ text, isName }) => (isName ? markdownCode(text) : escapeMarkdown(text)))
    .join('');
}

/** Paragraphs of a person's own, apart by empty lines, every line break kept. */
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

/** A table (GitHub Flavored Markdown); cells are Markdown that was escaped before. */
export function markdownTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n');
}

function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ');
}
