/**
 * Whether the whole text matches a pattern in which `*` stands for any run of characters, without regard to
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

/** The same pattern for SQL's `ILIKE` with its default escape, `\`: `*` becomes `%`, all else is literal. */
export function globToLike(glob: string): string {
  return glob.replace(/[\\%_]/g, '\\$&').replace(/\*+/g, '%');
}
