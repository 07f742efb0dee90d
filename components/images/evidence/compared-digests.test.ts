import { expect, it } from 'vitest';
import type { BaseVerdictView, EvidenceView } from '#lib/api/contract/images/lineage.ts';
import { comparedSentence } from './compared-digests.ts';

const digest = `sha256:${'4bf1'.repeat(16)}`;
const base: BaseVerdictView = {
  name: 'q.io/web:1',
  digest,
  currentDigest: null,
  evidence: [],
  conflict: false,
  freshness: 'stale',
  verification: 'verified',
  newerTag: null,
  behindSince: null,
  reason: null,
  platforms: [
    {
      platform: 'linux/arm64',
      freshness: 'stale',
      verification: 'verified',
      claimedDigest: null,
      currentDigest: null,
      baseLayers: 7,
      appLayers: 3,
      reason: null,
    },
  ],
};
const statement: EvidenceView = { kind: 'annotation', level: 'manifest', name: 'q.io/web:1', digest };

it.each<[EvidenceView['verification'], string | null]>([
  ['verified', 'The first 7 layers of linux/arm64 are those of `4bf14bf14bf1`, by diff ID.'],
  [
    'verified-recompressed',
    'The first 7 layers of linux/arm64 are those of `4bf14bf14bf1`, but were compressed again.',
  ],
  ['contradicted', 'The layers of linux/arm64 do not start with those of `4bf14bf14bf1`.'],
  ['unverifiable', 'The layers of `4bf14bf14bf1` were not available for comparison.'],
  [undefined, null],
])('%s', (verification, sentence) => {
  const evidence = verification === undefined ? statement : { ...statement, verification };
  expect(comparedSentence(evidence, base)).toBe(sentence);
});

it('says what it can where no digest was claimed and no platform judged', () => {
  const evidence: EvidenceView = { ...statement, digest: null, verification: 'verified' };
  expect(comparedSentence(evidence, { ...base, platforms: [] })).toBe(
    'The first layers are those of the base it names, by diff ID.',
  );
});
