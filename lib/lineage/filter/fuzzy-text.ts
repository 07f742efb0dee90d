/** Shorter words have too many matches; longer ones cost too much. */
const LEAST = 3;
const MOST = 24;
/** Words of this length match with one wrong, swapped or surplus letter. */
const LEAST_WITH_TYPO = 5;

/**
 * A regular expression for names that a word may mean, or `undefined` if the word only matches as it is. It reads the
 * same in PostgreSQL and in JavaScript, and is compared with `repository:tag` in lower case. A name matches if it has,
 * from the start of a word in it, either
 *
 * - the letters in their order, within one part of the path: `debslim` finds `library/debian:12-slim`, or
 * - the word with one letter after the first wrong, swapped with the next, or surplus: `debain` finds `debian`.
 *
 * A `/` in the word stands for itself, so the parts are compared one by one. No part of the expression can match in
 * two ways, so that matching takes linear time.
 */
export function fuzzyPattern(word: string): string | undefined {
  const text = word.toLowerCase();
  if (text.length < LEAST || text.length > MOST || !/^[a-z0-9][a-z0-9./:_-]*$/.test(text)) return undefined;
  const [first = '', ...rest] = text;
  const inOrder = rest.map((letter) => `[^${letter === '/' ? '' : letter}/]*${literal(letter)}`);
  const typos = text.length < LEAST_WITH_TYPO ? [] : oneTypo(text);
  return `(?:^|[/:._-])(?:${[[literal(first), ...inOrder].join(''), ...typos].join('|')})`;
}

/** The text that {@link fuzzyPattern} is compared with. */
export function fuzzySubject(repository: string, tag: string | undefined): string {
  return (tag === undefined ? repository : `${repository}:${tag}`).toLowerCase();
}

function oneTypo(text: string): string[] {
  const letters = [...text].map(literal);
  const places = letters.map((_, at) => at).slice(1);
  const without = (at: number, instead: readonly string[], removed = 1) =>
    letters.toSpliced(at, removed, ...instead).join('');
  return [
    ...places.map((at) => without(at, ['[^/]'])),
    ...places.map((at) => without(at, [])),
    ...places.slice(0, -1).map((at) => without(at, [letters[at + 1] ?? '', letters[at] ?? ''], 2)),
  ];
}

function literal(letter: string): string {
  return letter === '.' ? '\\.' : letter;
}
