import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fuzzyMatch } from './fuzzy.ts';

/** The text with what matched in brackets. */
function shown(query: string, text: string): string | undefined {
  const match = fuzzyMatch(query, text);
  if (match === undefined) return undefined;
  return match.ranges.reduceRight(
    (marked, [start, end]) => `${marked.slice(0, start)}[${marked.slice(start, end)}]${marked.slice(end)}`,
    text,
  );
}

describe('fuzzyMatch', () => {
  it.each([
    ['', 'anything', 'anything'],
    ['SCAN', 'Scan the whole fleet', '[Scan] the whole fleet'],
    ['fleet scan', 'Scan the whole fleet', '[Scan] the whole [fleet]'],
    ['check', 'q.io/recheck/checkout:1', 'q.io/recheck/[check]out:1'],
    ['chkout', 'q.io/shop/checkout:2.4', 'q.io/shop/[ch]ec[kout]:2.4'],
    ['deb12', 'docker.io/library/debian:12-slim', 'docker.io/library/[deb]ian:[12]-slim'],
    ['shop 2.4', 'q.io/shop/checkout:2.4', 'q.io/[shop]/checkout:[2.4]'],
    ['gf', 'Go to fleet', undefined],
    ['rebsae', 'Rebase this image', undefined],
    ['xyz', 'q.io/shop', undefined],
  ])('%j in %j: %s', (query, text, marked) => expect(shown(query, text)).toBe(marked));

  it.each([
    ['node', 'library/node:24', 'shop/nodejs-tools:1'],
    ['node', 'shop/nodejs-tools:1', 'shop/anode:1'],
    ['node', 'shop/anode:1', 'shop/no-declaration:1'],
    ['shop', 'q.io/shop:1', 'q.io/a-long-name/of/many/parts/shop:1'],
  ])('%s prefers %s to %s', (query, better, worse) => {
    const [one, other] = [fuzzyMatch(query, better), fuzzyMatch(query, worse)];
    expect(one?.score).toBeGreaterThan(other?.score ?? 0);
  });

  it('always finds a part of a text, and marks only characters of the text, in order', () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(50), fc.nat(20), (text, start, length) => {
        const part = text.slice(start, start + length).trim();
        const match = fuzzyMatch(part, text);
        // Capitals can have another length in lower case, such as those with two dots.
        if (text.toLowerCase().length !== text.length) return;
        expect(match).toBeDefined();
        let last = -1;
        for (const [from, to] of match?.ranges ?? []) {
          expect(from).toBeGreaterThan(last);
          expect(to).toBeGreaterThan(from);
          last = to;
        }
        expect(last).toBeLessThanOrEqual(text.length);
      }),
    );
  });

  it('ends for the longest of texts', () => {
    expect(fuzzyMatch('a'.repeat(5000), 'abb'.repeat(500))).toBeUndefined();
    expect(fuzzyMatch('ab', 'a'.repeat(20_000))).toBeUndefined();
  });
});
