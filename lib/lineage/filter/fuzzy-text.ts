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
 * A `/` in the word stands for itself, so the parts are compared one by one. So do digits, because `2.1` is not similar to
 * `2.2`: each number in the word must be a number of the name, and the last one may also be the beginning of one. No part
 * of the expression can match in two ways, so that matching takes linear time.
 */
export function fuzzyPattern(word: string): string | undefined {
  const text = word.toLowerCase();
  if (text.length < LEAST || text.length > MOST || !/^[a-z0-9][a-z0-9./:_-]*$/.test(text)) return undefined;
  const letters = [...text];
  const inOrder = letters.map(
    (letter, at) => `${at === 0 ? '' : gap(letters[at - 1], letter)}${literal(letter)}`,
  );
  const typos = text.length < LEAST_WITH_TYPO ? [] : oneTypo(letters);
  return `(?:^|[/:._-])(?:${[inOrder.join(''), ...typos].join('|')})`;
}

/** The text that {@link fuzzyPattern} is compared with. */
export function fuzzySubject(repository: string, tag: string | undefined): string {
  return (tag === undefined ? repository : `${repository}:${tag}`).toLowerCase();
}

/** What may stand in a name between two letters that follow each other in the word. */
function gap(before: string | undefined, letter: string): string {
  if (isDigit(letter)) return isDigit(before) ? '' : '[^0-9/]*';
  const others = letter === '/' ? '' : letter;
  // The number before it must end where it ends in the word.
  return isDigit(before) ? `(?:[^0-9${others}/][^${others}/]*)?` : `[^${others}/]*`;
}

function oneTypo(letters: readonly string[]): string[] {
  const literals = letters.map(literal);
  const places = letters.flatMap((letter, at) => (at === 0 || isDigit(letter) ? [] : [at]));
  const without = (at: number, instead: readonly string[], removed = 1) =>
    literals.toSpliced(at, removed, ...instead).join('');
  return places.flatMap((at) => {
    const [before, after] = [letters[at - 1], letters[at + 1]];
    const wrong = without(at, ['[^0-9/]']);
    // Without the letter between them, two numbers would become one, and a last number could continue.
    const surplus = isDigit(before) && isDigit(after) ? [] : [without(at, [])];
    const ended =
      isDigit(before) && after === undefined ? surplus.map((each) => `${each}(?:$|[^0-9])`) : surplus;
    const isSwapped = after !== undefined && !isDigit(after);
    const swapped = isSwapped ? [without(at, [literal(after), literal(letters[at] ?? '')], 2)] : [];
    return [wrong, ...ended, ...swapped];
  });
}

function isDigit(letter: string | undefined): boolean {
  return letter !== undefined && /^[0-9]$/.test(letter);
}

function literal(letter: string): string {
  return letter === '.' ? '\\.' : letter;
}
