import { familiarReference, tryParseReference } from '#lib/oci/reference.ts';

/** The bases whose rebases help most, how many images they make current, and how many are stale. */
export interface Advice {
  readonly bases: readonly string[];
  readonly fixes: number;
  readonly stale: number;
}

/** The most helpful rebases: "Rebasing the images on debian:12-slim would make 71 of 75 stale images current." */
export function adviceSentence({ bases, fixes, stale }: Advice): string {
  const names = listed(bases.map(familiarName));
  const result =
    fixes === stale
      ? stale === 1
        ? 'the one stale image'
        : `all ${counted(stale, 'stale image')}`
      : `${fixes.toLocaleString('en')} of ${counted(stale, 'stale image')}`;
  return `Rebasing the images on ${names} would make ${result} current.`;
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(names: readonly string[]): string {
  if (names.length < 2) return names.join('');
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

/** `1 image`, `1,000 images`. */
export function counted(count: number, noun: string): string {
  return `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
}

/** A reference in its short form; other text stays as it is. */
export function familiarName(reference: string): string {
  const parsed = tryParseReference(reference);
  return parsed === undefined ? reference : familiarReference(parsed);
}

/** A size in bytes with a fitting unit, in powers of 1,000 as registries count: `29.1 MB`. */
export function byteSize(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const digits = unit === 0 || value >= 99.5 ? 0 : 1;
  return `${value.toFixed(digits)} ${units[unit]}`;
}
