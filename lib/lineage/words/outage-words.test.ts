import { expect, it } from 'vitest';
import type { DescribedLastKnown } from './described-lineage.ts';
import { outageSentence } from './outage-words.ts';

const lastKnown: DescribedLastKnown = {
  status: 'stale',
  summary: '`debian:12-slim` moved. Rebase this image, or rebuild it.',
  checkedAt: '2026-11-30T23:10:00.000Z',
  digest: null,
  baseName: 'docker.io/library/debian:12-slim',
  behindSince: null,
};
const refuses = {
  host: '10.0.0.5:5000',
  kind: 'unreachable',
  problem: 'refuses connections',
  since: '2026-11-30T23:18:00.000Z',
};
const NOW = '2026-11-30T23:33:00.000Z';

it.each([
  [
    { unreachable: refuses, lastKnown },
    'Could not be checked since 2026-11-30 23:18:00 UTC: 10.0.0.5:5000 refuses connections. Last known: stale on `debian:12-slim`, 23 min ago.',
  ],
  [
    { unreachable: refuses, lastKnown: { ...lastKnown, status: 'root', baseName: null } as const },
    'Could not be checked since 2026-11-30 23:18:00 UTC: 10.0.0.5:5000 refuses connections. Last known: root, 23 min ago.',
  ],
  [
    { unreachable: refuses, lastKnown: { ...lastKnown, status: 'unknown' } as const },
    'Could not be checked since 2026-11-30 23:18:00 UTC: 10.0.0.5:5000 refuses connections.',
  ],
  [
    { unreachable: { ...refuses, host: null, problem: 'the manifest is refused' } },
    'Could not be checked since 2026-11-30 23:18:00 UTC.',
  ],
  [{ unreachable: null, lastKnown: null }, undefined],
])('says since when an image cannot be checked, and what was known: %#', (facts, sentence) => {
  expect(outageSentence(facts, NOW)).toBe(sentence);
});
