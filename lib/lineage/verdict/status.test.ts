import { describe, expect, it } from 'vitest';
import { CHAIN_END, type ChainEnd } from '../vocabulary/chain-end.ts';
import { FRESHNESS, type Freshness } from '../vocabulary/freshness.ts';
import type { Status } from '../vocabulary/status.ts';
import { VERIFICATION, type Verification } from '../vocabulary/verification.ts';
import type { BaseVerdict, LineageLink } from './lineage.ts';
import { statusOfBase, statusOfLinks, worstFreshness, worstVerification } from './status.ts';

function base(freshness: Freshness, verification: Verification, conflict = false): BaseVerdict {
  return {
    name: 'registry.test/base:1',
    digest: null,
    currentDigest: null,
    evidence: [],
    conflict,
    freshness,
    verification,
    platforms: [],
    newerTag: null,
    behindSince: null,
    reasons: [],
  };
}

const link = (verdict: BaseVerdict | null): LineageLink => ({
  reference: 'registry.test/x:1',
  digest: null,
  mediaType: null,
  created: null,
  platforms: [],
  base: verdict,
});

const FRESH = ['up-to-date', 'index-moved', 'same-content'];
const CURRENT = base('up-to-date', 'verified');

describe('a link’s own badge', () => {
  it.each(FRESHNESS.flatMap((freshness) => VERIFICATION.map((each) => [freshness, each] as const)))(
    '%s and %s',
    (freshness, verification) => {
      const status = statusOfBase(base(freshness, verification));
      const green = FRESH.includes(freshness) && verification.startsWith('verified');
      expect(status === 'up-to-date').toBe(green);
      if (verification === 'contradicted') expect(status).toBe('broken');
      else if (freshness.startsWith('stale')) expect(status).toBe('stale');
      else if (freshness.endsWith('gone')) expect(status).toBe('broken');
      else if (FRESH.includes(freshness) && !green) expect(status).toBe('unknown');
    },
  );

  it('a conflict is always broken', () => {
    for (const freshness of FRESHNESS) expect(statusOfBase(base(freshness, 'verified', true))).toBe('broken');
  });
});

describe('a chain’s badge', () => {
  it.each<[string, (BaseVerdict | null)[], ChainEnd, Status]>([
    ['based on nothing', [null], 'root', 'root'],
    ['no evidence', [null], 'no-evidence', 'unknown'],
    ['current on a root', [CURRENT, null], 'root', 'up-to-date'],
    ['current on one without evidence', [CURRENT, null], 'no-evidence', 'up-to-date'],
    ['current on one that could not be checked', [CURRENT, null], 'unresolvable', 'unknown'],
    ['current in a circle', [CURRENT, CURRENT], 'cycle', 'unknown'],
    ['current and too deep', [CURRENT, CURRENT], 'too-deep', 'unknown'],
    ['stale below', [CURRENT, base('stale', 'verified'), null], 'root', 'stale-by-ancestor'],
    [
      'stale two below',
      [CURRENT, CURRENT, base('stale-config', 'verified'), null],
      'root',
      'stale-by-ancestor',
    ],
    ['unknown below', [CURRENT, base('unknown', 'verified'), null], 'root', 'unknown'],
    ['false below', [CURRENT, base('up-to-date', 'contradicted'), null], 'unresolvable', 'unknown'],
    ['gone below', [CURRENT, base('base-gone', 'unverifiable')], 'unresolvable', 'unknown'],
    ['pinned below', [CURRENT, base('pinned', 'verified'), null], 'root', 'up-to-date'],
    ['stale, and below too', [base('stale', 'verified'), base('stale', 'verified'), null], 'root', 'stale'],
  ])('%s', (_, bases, end, status) => {
    expect(statusOfLinks(bases.map(link), end)).toBe(status);
  });

  it('is green on two ends alone', () => {
    const green = CHAIN_END.filter((end) => statusOfLinks([link(CURRENT), link(null)], end) === 'up-to-date');
    expect(green).toEqual(['root', 'no-evidence']);
  });
});

describe('the worst of several', () => {
  it('freshness: a known problem is worse than unknown, which is worse than up to date', () => {
    expect(worstFreshness(['up-to-date', 'stale', 'unknown'])).toBe('stale');
    expect(worstFreshness(['same-content', 'unknown', 'pinned'])).toBe('unknown');
    expect(worstFreshness(['stale', 'base-gone'])).toBe('base-gone');
    expect(worstFreshness([])).toBe('unknown');
  });

  it('verification', () => {
    expect(worstVerification(['verified', 'unverifiable', 'contradicted'])).toBe('contradicted');
    expect(worstVerification([])).toBe('unverifiable');
  });
});
