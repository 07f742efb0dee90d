import { compareNumbers } from './dpkg-version.ts';

/** Suffixes in their order; a version without one stands between the first four and the others. */
const BEFORE = ['alpha', 'beta', 'pre', 'rc'];
const AFTER = ['cvs', 'svn', 'git', 'hg', 'p'];

/**
 * Compares apk versions, `number{.number}[letter]{_suffix[number]}[~hash][-r#]`: negative if `a` is older (apk-tools,
 * doc/apk-package.5 and src/version.c). A number after the first that begins with 0 is compared as a fraction.
 * `undefined` for what is no version.
 */
export function compareApk(a: string, b: string): number | undefined {
  const [x, y] = [parse(a), parse(b)];
  if (x === undefined || y === undefined) return undefined;
  for (let at = 0; at < Math.max(x.numbers.length, y.numbers.length); at++) {
    const [one, other] = [x.numbers[at], y.numbers[at]];
    if (one === undefined || other === undefined) return one === undefined ? -1 : 1;
    const order = compareParts(one, other, at === 0);
    if (order !== 0) return order;
  }
  if (x.letter !== y.letter) return x.letter < y.letter ? -1 : 1;
  for (let at = 0; at < Math.max(x.suffixes.length, y.suffixes.length); at++) {
    const [one, other] = [x.suffixes[at], y.suffixes[at]];
    const order =
      rankOf(one?.name) - rankOf(other?.name) || compareNumbers(one?.number ?? '', other?.number ?? '');
    if (order !== 0) return order;
  }
  return compareNumbers(x.revision, y.revision);
}

function parse(version: string) {
  const match =
    /^(\d+(?:\.\d+)*)([a-z]?)((?:_(?:alpha|beta|pre|rc|cvs|svn|git|hg|p)\d*)*)(?:~[0-9a-f]+)?(?:-r(\d+))?$/.exec(
      version,
    );
  if (match === null) return undefined;
  const [, numbers = '', letter = '', suffixes = '', revision = ''] = match;
  return {
    numbers: numbers.split('.'),
    letter,
    suffixes: [...suffixes.matchAll(/_([a-z]+)(\d*)/g)].map(([, name = '', number = '']) => ({
      name,
      number,
    })),
    revision,
  };
}

function compareParts(a: string, b: string, isFirst: boolean): number {
  if (isFirst || !(a.startsWith('0') || b.startsWith('0'))) return compareNumbers(a, b);
  return a < b ? -1 : a > b ? 1 : 0;
}

function rankOf(suffix: string | undefined): number {
  if (suffix === undefined) return 0;
  const before = BEFORE.indexOf(suffix);
  return before >= 0 ? before - BEFORE.length : AFTER.indexOf(suffix) + 1;
}
