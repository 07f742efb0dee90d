/** True where a whole text matches a shell's pattern: `*` any characters, `?` one, `\` takes the next as it is. */
export function matchesPattern(text: string, pattern: string): boolean {
  const signs = [...pattern.matchAll(/\\(.)|[\s\S]/g)].map(([whole, escaped]) => ({
    sign: escaped ?? whole,
    special: escaped === undefined && (whole === '*' || whole === '?'),
  }));
  let at = 0;
  let next = 0;
  // Where the last `*` stands, and how far it reaches: no other one is ever gone back to.
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
