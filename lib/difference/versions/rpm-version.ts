import { compareNumbers, digits, isDigit } from './dpkg-version.ts';

/**
 * Compares rpm versions, `[epoch:]version[-release]`: negative if `a` is older. A missing epoch is 0 (rpm-version(7)).
 */
export function compareRpm(a: string, b: string): number {
  const [x, y] = [split(a), split(b)];
  return (
    compareNumbers(x.epoch, y.epoch) ||
    compareSegments(x.version, y.version) ||
    compareSegments(x.release, y.release)
  );
}

function split(version: string) {
  const epoch = /^(\d+):/.exec(version)?.[1];
  const rest = epoch === undefined ? version : version.slice(epoch.length + 1);
  const dash = rest.lastIndexOf('-');
  return {
    epoch: epoch ?? '',
    version: dash < 0 ? rest : rest.slice(0, dash),
    release: dash < 0 ? '' : rest.slice(dash + 1),
  };
}

/**
 * rpmvercmp (rpmio/rpmvercmp.cc): segments of digits or letters, everything else only divides them. `~` sorts before
 * everything, `^` after the end and before everything else; digits are newer than letters.
 */
function compareSegments(a: string, b: string): number {
  let [i, j] = [0, 0];
  for (;;) {
    while (i < a.length && !isPart(a[i])) i += 1;
    while (j < b.length && !isPart(b[j])) j += 1;
    if (a[i] === '~' || b[j] === '~') {
      if (a[i] !== '~') return 1;
      if (b[j] !== '~') return -1;
      i += 1;
      j += 1;
      continue;
    }
    if (a[i] === '^' || b[j] === '^') {
      if (i >= a.length) return -1;
      if (j >= b.length) return 1;
      if (a[i] !== '^') return 1;
      if (b[j] !== '^') return -1;
      i += 1;
      j += 1;
      continue;
    }
    if (i >= a.length || j >= b.length) break;
    const numeric = isDigit(a[i]);
    const one = numeric ? digits(a, i) : letters(a, i);
    const other = numeric ? digits(b, j) : letters(b, j);
    if (other === '') return numeric ? 1 : -1;
    const order = numeric ? compareNumbers(one, other) : one < other ? -1 : one > other ? 1 : 0;
    if (order !== 0) return order;
    i += one.length;
    j += other.length;
  }
  return (i < a.length ? 1 : 0) - (j < b.length ? 1 : 0);
}

const isPart = (character: string | undefined) => character !== undefined && /[A-Za-z0-9~^]/.test(character);

function letters(text: string, from: number): string {
  let end = from;
  while (end < text.length && /[A-Za-z]/.test(text[end] ?? '')) end += 1;
  return text.slice(from, end);
}
