import { expect, it } from 'vitest';
import type { EvidenceView } from '#lib/api/contract/images/lineage.ts';
import { staleVerdict } from '../testing-verdict.ts';
import { comparedSentence } from './compared-digests.ts';

const digest = `sha256:${'4bf1'.repeat(16)}`;
const base = staleVerdict(
  { name: 'q.io/web:1', digest },
  { platform: 'linux/arm64', baseLayers: 7, appLayers: 3 },
);
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
