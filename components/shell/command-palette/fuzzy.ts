/** Where a query matches a text, and how well; greater is better. */
export interface Match {
  readonly score: number;
  /** Characters to highlight, as half-open ranges in order. */
  readonly ranges: readonly (readonly [start: number, end: number])[];
}

/** The most characters of a query that are compared. */
const MAX_QUERY = 100;
/** Letters in order count as a match if they are spread over no more than this times their number. */
const MAX_SPREAD = 2;

/**
 * Matches a query in any case: each of its words is part of the text, or at least its letters are, in order and close
 * together (`chkout`, `deb12`). Undefined if a word is not. An empty query matches everything.
 */
export function fuzzyMatch(query: string, text: string): Match | undefined {
  const lower = text.toLowerCase();
  let score = 0;
  const marked = new Set<number>();
  for (const word of query.toLowerCase().slice(0, MAX_QUERY).split(/\s+/)) {
    if (word === '') continue;
    const match = substring(word, lower) ?? subsequence(word, lower);
    if (match === undefined) return undefined;
    score += match.score;
    for (const at of match.places) marked.add(at);
  }
  return { score: score - text.length / 1000, ranges: rangesOf(marked) };
}

interface WordMatch {
  readonly score: number;
  readonly places: readonly number[];
}

/** A word as it is: best where a part of the text begins, and best of all if the part ends with it too. */
function substring(word: string, text: string): WordMatch | undefined {
  let best: number | undefined;
  let bestScore = 0;
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    const starts = isBoundary(text, at);
    const ends = isBoundary(text, at + word.length) || at + word.length === text.length;
    const score = 100 + word.length + (starts ? 40 : 0) + (starts && ends ? 20 : 0) + (at === 0 ? 5 : 0);
    if (score > bestScore) {
      best = at;
      bestScore = score;
    }
  }
  if (best === undefined) return undefined;
  const start = best;
  return { score: bestScore, places: Array.from(word, (_, index) => start + index) };
}

/** A word's letters in order: the shortest stretch that ends where the first one does. */
function subsequence(word: string, text: string): WordMatch | undefined {
  let found: WordMatch | undefined;
  for (let from = 0; from < text.length; ) {
    let next = 0;
    let at = from;
    for (; at < text.length && next < word.length; at += 1) if (text[at] === word[next]) next += 1;
    if (next < word.length) break;
    const places: number[] = [];
    for (let back = at - 1; places.length < word.length; back -= 1) {
      if (text[back] === word[word.length - 1 - places.length]) places.push(back);
    }
    places.reverse();
    const start = places[0] ?? 0;
    const spread = at - start;
    const score = scoreOf(places, text, spread);
    if (spread <= word.length * MAX_SPREAD && score > (found?.score ?? 0)) found = { score, places };
    from = start + 1;
  }
  return found;
}

function scoreOf(places: readonly number[], text: string, spread: number): number {
  const starts = places.filter((at) => isBoundary(text, at)).length;
  const together = places.filter((at, index) => index > 0 && places[index - 1] === at - 1).length;
  return Math.max(1, 40 + 6 * starts + 4 * together - 2 * (spread - places.length));
}

/** True where a part of a name or a word begins. */
function isBoundary(text: string, at: number): boolean {
  return (
    at === 0 || at >= text.length || !/[a-z0-9]/.test(text[at - 1] ?? '') || !/[a-z0-9]/.test(text[at] ?? '')
  );
}

function rangesOf(places: ReadonlySet<number>): (readonly [number, number])[] {
  const ranges: [number, number][] = [];
  for (const at of [...places].sort((one, other) => one - other)) {
    const last = ranges.at(-1);
    if (last !== undefined && last[1] === at) last[1] = at + 1;
    else ranges.push([at, at + 1]);
  }
  return ranges;
}
