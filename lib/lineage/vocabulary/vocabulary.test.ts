import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { EVIDENCE_KIND } from './evidence.ts';
import { FRESHNESS } from './freshness.ts';
import { BAND, perStatus, STATUS, STATUSES, TROUBLE, WORST_FIRST } from './status.ts';
import { VERIFICATION } from './verification.ts';

describe('the orders of statuses', () => {
  it('hold every status once', () => {
    expect(WORST_FIRST.toSorted()).toEqual(STATUS.toSorted());
    expect(Object.keys(perStatus(() => null))).toEqual(STATUS);
  });

  it('are total: no two statuses are equally severe', () => {
    expect(new Set(STATUS.map((status) => STATUSES[status].severity)).size).toBe(STATUS.length);
  });

  it('begin with trouble', () => {
    expect(WORST_FIRST.slice(0, TROUBLE.length)).toEqual(TROUBLE);
    expect(TROUBLE).toContain('broken');
  });

  it('leave no band of a trend empty', () => {
    expect(new Set(STATUS.map((status) => STATUSES[status].band))).toEqual(new Set(BAND));
  });
});

describe('docs/verdicts.md', () => {
  const text = readFileSync(join(import.meta.dirname, '..', '..', '..', 'docs', 'verdicts.md'), 'utf8');

  it.each([
    ['Evidence of the base', EVIDENCE_KIND],
    ['Status: the badge', STATUS],
    ['Freshness: has the base moved?', FRESHNESS],
    ['Verification: is the image based on it?', VERIFICATION],
  ])('explains under “%s” every word of the table, in its order', (heading, words) => {
    const section = text.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
    expect([...section.matchAll(/^\| `([a-z0-9-]+)` \|/gm)].map(([, word]) => word)).toEqual(words);
  });
});
