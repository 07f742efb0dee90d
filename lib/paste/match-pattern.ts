/** True if a whole text matches a shell pattern: `*` any characters, `?` one, and `\` makes the next one literal. */
export function matchesPattern(text: string, pattern: string): boolean {
  const signs = [...pattern.matchAll(/\\(.)|[\s\S]/g)].map(([whole, escaped]) => ({
    sign: escaped ?? whole,
    special: escaped === undefined && (whole === '*' || whole === '?'),
  }));
  let at = 0;
  let next = 0;
  // The place of the last `*`, and how far it reaches: backtracking to an earlier one is never needed.
  let star = -1;
  let reached = 0;
  while (at < text.length) {
    const expected = signs[next];
    if (expected?.special && expected.sign === '*') {
      star = next;
      reached = at;
      next += 1;
    } else if (expected !== undefined && (expected.special || expected.sign === text[at])) {
      at += 1;
      next += 1;
    } else if (star >= 0) {
      reached += 1;
      at = reached;
      next = star + 1;
    } else {
      return false;
    }
  }
  return signs.slice(next).every(({ sign, special }) => special && sign === '*');
}
