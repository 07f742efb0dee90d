import { describe, expect, it } from 'vitest';
import { parseDocument } from './parse-document.ts';
import { searchDocuments } from './search-documents.ts';

const DOCUMENTS = [
  parseDocument('rebase', '# Rebase\n\nNew layers of the base.\n\n## Undo\n\nOne button.', new Set()),
  parseDocument(
    'filters',
    `# Filters\n\nOne language.\n\n## Keys\n\n${'word '.repeat(60)}\`status:\` and the rebase. ${'word '.repeat(60)}\n\n### C++ (a.b)\n\n- x`,
    new Set(),
  ),
];
const search = (text: string) => searchDocuments(DOCUMENTS, text);
const places = (text: string) =>
  search(text).results.map(({ slug, heading }) => `${slug}#${heading?.anchor ?? ''}`);

describe('a search', () => {
  it.each([
    ['rebase', ['rebase#', 'filters#keys']],
    ['REBASE', ['rebase#', 'filters#keys']],
    ['undo', ['rebase#undo']],
    ['rebase button', ['rebase#undo']],
    ['one', ['rebase#undo', 'filters#']],
    ['status: rebase', ['filters#keys']],
    ['c++ (a.b', ['filters#c-ab']],
    ['one nowhere', []],
    ['', []],
    ['  ', []],
  ])('for %j finds %j', (text, found) => expect(places(text)).toEqual(found));

  it('shows the words in an excerpt, marked', () => {
    const [, { excerpt = '', ranges = [] } = {}] = search('rebase').results;
    expect(excerpt.length).toBeLessThan(220);
    expect(excerpt).toMatch(/^… word.*word …$/);
    expect(ranges.map(([start, end]) => excerpt.slice(start, end))).toEqual(['rebase']);
  });

  it('is bounded: its text, its words and its results', () => {
    const many = Array.from({ length: 50 }, (_, at) => parseDocument(`d${at}`, '# A\n\nsame', new Set()));
    const { results, found } = searchDocuments(many, 'same');
    expect([results.length, found]).toEqual([30, 50]);
    expect(searchDocuments(many, 'same '.repeat(10_000)).found).toBe(50);
    expect(searchDocuments(many, `${'same '.repeat(8)}nowhere`).found).toBe(50);
  });
});
