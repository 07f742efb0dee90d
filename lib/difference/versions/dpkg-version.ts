/**
 * Compares Debian versions, `[epoch:]upstream[-revision]`: negative if `a` is older (deb-version(7)). `~` sorts before
 * everything, even the end; letters before other characters; runs of digits by their value.
 */
export function compareDpkg(a: string, b: string): number {
  const [x, y] = [split(a), split(b)];
  return (
    compareNumbers(x.epoch, y.epoch) ||
    compareRuns(x.upstream, y.upstream) ||
    compareRuns(x.revision, y.revision)
  );
}

function split(version: string) {
  const colon = version.indexOf(':');
  const rest = version.slice(colon + 1);
  const dash = rest.lastIndexOf('-');
  return {
    epoch: colon < 0 ? '' : version.slice(0, colon),
    upstream: dash < 0 ? rest : rest.slice(0, dash),
    revision: dash < 0 ? '' : rest.slice(dash + 1),
  };
}

/** Runs of other characters and runs of digits in turn, as dpkg's verrevcmp. */
function compareRuns(a: string, b: string): number {
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    while ((i < a.length && !isDigit(a[i])) || (j < b.length && !isDigit(b[j]))) {
      const order = weight(a[i]) - weight(b[j]);
      if (order !== 0) return order;
      i += 1;
      j += 1;
    }
    const [one, other] = [digits(a, i), digits(b, j)];
    const order = compareNumbers(one, other);
    if (order !== 0) return order;
    i += one.length;
    j += other.length;
  }
  return 0;
}

function weight(character: string | undefined): number {
  if (character === undefined || isDigit(character)) return 0;
  if (character === '~') return -1;
  const code = character.charCodeAt(0);
  return /[A-Za-z]/.test(character) ? code : code + 256;
}

/** Runs of digits by their value, whatever their length. */
export function compareNumbers(a: string, b: string): number {
  const [x, y] = [a.replace(/^0+/, ''), b.replace(/^0+/, '')];
  if (x.length !== y.length) return x.length - y.length;
  return x < y ? -1 : x > y ? 1 : 0;
}

export const isDigit = (character: string | undefined) =>
  character !== undefined && character >= '0' && character <= '9';

/** The run of digits at a place; empty if there is none. */
export function digits(text: string, from: number): string {
  let end = from;
  while (isDigit(text[end])) end += 1;
  return text.slice(from, end);
}
