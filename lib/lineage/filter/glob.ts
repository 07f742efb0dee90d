/**
 * Whether the whole text matches a pattern in which `*` matches any run of characters, without regard to
 * letter case. Takes at most |glob| × |text| steps: patterns come from people, and a regular expression of many
 * `.*` can be made to run for ever.
 */
export function matchesGlob(glob: string, text: string): boolean {
  const pattern = glob.toLowerCase();
  const subject = text.toLowerCase();
  let at = 0;
  let star = -1;
  let resume = 0;
  for (let index = 0; index < subject.length; ) {
    if (pattern[at] === '*') {
      star = at++;
      resume = index;
    } else if (pattern[at] === subject[index]) {
      at++;
      index++;
    } else if (star >= 0) {
      at = star + 1;
      index = ++resume;
    } else return false;
  }
  while (pattern[at] === '*') at++;
  return at === pattern.length;
}

/** Answers kept of one compiled list: fleets have few base names and platforms, and as many references as images. */
const MAX_REMEMBERED = 10_000;

/**
 * {@link matchesGlob} for any of many patterns and many texts: patterns are prepared once, those without `*` cost one
 * look-up together, and each different text is compared once.
 */
export function compileGlobs(globs: readonly string[]): (text: string) => boolean {
  const exact = new Set<string>();
  const wild: { readonly glob: string; readonly start: string; readonly end: string }[] = [];
  for (const glob of globs.map((each) => each.toLowerCase())) {
    const star = glob.indexOf('*');
    if (star < 0) exact.add(glob);
    else wild.push({ glob, start: glob.slice(0, star), end: glob.slice(glob.lastIndexOf('*') + 1) });
  }
  const answers = new Map<string, boolean>();
  return (text) => {
    const known = answers.get(text);
    if (known !== undefined) return known;
    const subject = text.toLowerCase();
    const answer =
      exact.has(subject) ||
      wild.some(
        ({ glob, start, end }) =>
          subject.startsWith(start) && subject.endsWith(end) && matchesGlob(glob, subject),
      );
    if (answers.size < MAX_REMEMBERED) answers.set(text, answer);
    return answer;
  };
}
