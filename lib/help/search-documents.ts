import { blockText, type HelpDocument } from './help-document.ts';

/** A part of a document in which every word of a search is found. */
export interface HelpResult {
  readonly slug: string;
  /** The document's title. */
  readonly title: string;
  /** The part's heading and its anchor; undefined above the first heading. */
  readonly heading?: { readonly text: string; readonly anchor: string };
  readonly excerpt: string;
  /** Where the words are in {@link excerpt}: start and end in UTF-16 units, in order. */
  readonly ranges: readonly (readonly [start: number, end: number])[];
}

export interface HelpResults {
  readonly results: readonly HelpResult[];
  /** How many parts match, listed or not. */
  readonly found: number;
}

/** A search reads this much of its text, and lists this many results. */
export const LONGEST_SEARCH = 100;
const MOST_WORDS = 8;
const MOST_RESULTS = 30;
/** The length of an excerpt, and how much of it comes before the first word that is found. */
const EXCERPT = 200;
const BEFORE = 60;

/**
 * Finds the parts that have every word of `text` in their text, their heading or their document's title: the best
 * first, and those that are as good in the order of `documents`.
 */
export function searchDocuments(documents: readonly HelpDocument[], text: string): HelpResults {
  const words = text
    .slice(0, LONGEST_SEARCH)
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
    .slice(0, MOST_WORDS);
  if (words.length === 0) return { results: [], found: 0 };
  const found = documents
    .flatMap(partsOf)
    .map((part) => ({ part, score: scoreOf(part, words) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score);
  return {
    found: found.length,
    results: found.slice(0, MOST_RESULTS).map(({ part: { body, ...part } }) => ({
      ...part,
      ...excerptOf(body, words),
    })),
  };
}

interface Part extends Pick<HelpResult, 'slug' | 'title' | 'heading'> {
  readonly body: string;
}

/** A document cut at its headings. */
function partsOf({ slug, title, blocks }: HelpDocument): Part[] {
  const parts: { heading?: HelpResult['heading']; texts: string[] }[] = [{ texts: [] }];
  for (const block of blocks) {
    if (block.kind === 'heading') {
      parts.push({ heading: { text: blockText(block), anchor: block.anchor }, texts: [] });
    } else parts.at(-1)?.texts.push(blockText(block));
  }
  return parts.map(({ heading, texts }) => ({
    slug,
    title,
    ...(heading === undefined ? {} : { heading }),
    body: texts.join(' ').replace(/\s+/g, ' ').trim(),
  }));
}

/** 0 if a word is missing. A heading counts more than a text, and a title counts for the document's first part. */
function scoreOf({ title, heading, body }: Part, words: readonly string[]): number {
  const [inTitle, inHeading, inBody] = [title, heading?.text ?? '', body].map((each) => each.toLowerCase());
  let score = 0;
  for (const word of words) {
    const best = [
      inHeading?.includes(word) ? 3 : 0,
      inTitle?.includes(word) ? (heading === undefined ? 3 : 0.5) : 0,
      inBody?.includes(word) ? 1 : 0,
    ];
    if (Math.max(...best) === 0) return 0;
    score += Math.max(...best);
  }
  // A part that only shares its document's title is no result.
  return words.every((word) => !inHeading?.includes(word) && !inBody?.includes(word)) && heading !== undefined
    ? 0
    : score;
}

function excerptOf(body: string, words: readonly string[]): Pick<HelpResult, 'excerpt' | 'ranges'> {
  const first = Math.min(...rangesOf(body, words).map(([start]) => start), body.length);
  const wanted = first === body.length ? 0 : Math.max(0, first - BEFORE);
  // Starts at a word.
  const start = wanted === 0 ? 0 : Math.min(first, body.indexOf(' ', wanted) + 1);
  const end = body.length - start <= EXCERPT ? body.length : body.lastIndexOf(' ', start + EXCERPT);
  const cut = body.slice(start, Math.max(end, start + 1));
  const excerpt = `${start > 0 ? '… ' : ''}${cut}${end < body.length ? ' …' : ''}`;
  return { excerpt, ranges: rangesOf(excerpt, words) };
}

/** Where any of the words is, in order and without overlaps. */
function rangesOf(text: string, words: readonly string[]): [number, number][] {
  const pattern = words
    .toSorted((a, b) => b.length - a.length)
    .map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('|');
  return [...text.matchAll(new RegExp(pattern, 'giu'))].map(({ index, 0: match }) => [
    index,
    index + match.length,
  ]);
}
