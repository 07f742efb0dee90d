import fc from 'fast-check';
import { marked, type Token, type Tokens } from 'marked';
import { describe, expect, it } from 'vitest';
import { baseVerdict, evidence, HOSTILE, lineage, reportContent, reportImage } from '../testing.ts';
import { escapeMarkdown, markdownParagraphs, markdownSentence } from './escape-markdown.ts';
import { reportMarkdown } from './report-markdown.ts';

const MEANING = new Set([
  'link',
  'image',
  'html',
  'em',
  'strong',
  'del',
  'code',
  'heading',
  'blockquote',
  'hr',
]);

/** Every token of a Markdown text. */
function tokensOf(markdown: string): Token[] {
  const found: Token[] = [];
  marked.walkTokens(marked.lexer(markdown, { gfm: true }), (token) => void found.push(token));
  return found;
}

const meaningful = (markdown: string) => tokensOf(markdown).filter(({ type }) => MEANING.has(type));
const visible = (markdown: string) =>
  tokensOf(markdown)
    .filter(
      (token): token is Tokens.Text | Tokens.Escape =>
        ['text', 'escape'].includes(token.type) && !('tokens' in token && token.tokens),
    )
    .map(({ text }) => text)
    .join('');

describe('escapeMarkdown', () => {
  it.each(HOSTILE)('%j is shown literally', (text) => {
    expect(meaningful(escapeMarkdown(text))).toEqual([]);
    expect(meaningful(`- ${escapeMarkdown(text)}`).filter(({ type }) => type !== 'list')).toEqual([]);
  });

  it('shows any text literally', () => {
    const bits = fc.constantFrom(
      ...HOSTILE,
      '*',
      '_',
      '[',
      ']',
      '(',
      ')',
      '<',
      '>',
      '!',
      '`',
      '\\',
      ' ',
      'a',
      '.',
      ':',
      '/',
      '|',
    );
    fc.assert(
      fc.property(
        fc.array(bits, { maxLength: 8 }).map((parts) => parts.join('')),
        (text) => {
          const escaped = escapeMarkdown(text);
          expect(meaningful(escaped)).toEqual([]);
          expect(escaped.replace(/\\(.)/gu, '$1')).toBe(text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' '));
        },
      ),
    );
  });

  it('does not change plain words and times', () => {
    expect(escapeMarkdown('As of 2026-06-01 12:00:00 UTC, 3.5 of it (all)!')).toBe(
      'As of 2026-06-01 12:00:00 UTC, 3.5 of it (all)!',
    );
    expect(visible(escapeMarkdown('a*b|c'))).toBe('a*b|c');
  });
});

it('turns names in a sentence into code spans, and keeps a single backtick', () => {
  expect(markdownSentence('`debian:12` moved. Rebase it.')).toBe('`debian:12` moved. Rebase it.');
  expect(markdownSentence('`a|b` moved')).toBe('a\\|b moved');
  expect(markdownSentence('a ` b')).toBe('a \\` b');
});

it('keeps the paragraphs and line breaks of a note', () => {
  expect(markdownParagraphs('one\ntwo\r\n\r\n  # three\n\n\n')).toBe('one\\\ntwo\n\n\\# three');
});

describe('reportMarkdown', () => {
  const images = HOSTILE.map((text, index) =>
    reportImage(`q.io/${text}:${index}`, 'stale', {
      summary: text,
      newerTag: text,
      baseName: text,
      lineage: lineage(
        text,
        baseVerdict({ name: text, reason: text, evidence: [evidence({ name: text, note: text })] }),
      ),
    }),
  );

  it('keeps its tables intact and allows no injection, whatever the images are called', () => {
    const tokens = tokensOf(
      reportMarkdown(reportContent(images, { title: HOSTILE[0] ?? '', note: HOSTILE.join('\n\n') })),
    );
    const tables = tokens.filter((token): token is Tokens.Table => token.type === 'table');
    expect(tables.map(({ rows }) => rows.length)).toEqual([HOSTILE.length]);
    for (const row of tables[0]?.rows ?? []) expect(row).toHaveLength(5);
    expect(
      tokens.filter(({ type }) =>
        ['link', 'image', 'html', 'em', 'strong', 'del', 'code', 'hr'].includes(type),
      ),
    ).toEqual([]);
    const headings = tokens.filter((token): token is Tokens.Heading => token.type === 'heading');
    expect(headings.map(({ depth }) => depth)).toEqual([1, 2, 2]);
  });

  it('groups images by action and gives each its sentence', () => {
    const text = reportMarkdown(
      reportContent([
        reportImage('q.io/app:1', 'stale', {
          summary: '`debian:12` moved. Rebase this image, or rebuild it.',
          behindSince: '2026-05-01T12:00:00.000Z',
        }),
        reportImage('q.io/app:2', 'pinned'),
      ]),
    );
    expect(text).toContain('## Rebase (1)');
    expect(text).toContain(
      '| `q.io/app:1` | Stale | `docker.io/library/debian:12-slim` | 31 days | `debian:12` moved. Rebase this image, or rebuild it. |',
    );
    expect(text).toContain('## Update the pin (1)');
    expect(text).toContain('2 images: 1 stale, 1 pinned.');
    expect(text).toContain('Annotation on the manifest: docker.io/library/debian:12-slim');
  });
});
