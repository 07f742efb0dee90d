import { expect, it } from 'vitest';
import { digestWords, placeWords } from './place-words.ts';

it.each([
  [
    { cluster: 'prod', namespace: 'shop', workload: 'deployment/api', container: 'app', pods: 12 },
    'prod / shop / deployment/api / app · 12 pods',
  ],
  [
    { registry: 'reg.corp', repository: 'shop/api', pushedAt: '2026-01-01T00:00:00Z' },
    'registry reg.corp · repository shop/api',
  ],
  [{ cluster: 'prod', pods: 1, outdated: true }, 'prod · 1 pod'],
  [{}, ''],
])('%j', (place, words) => {
  expect(placeWords({ place })).toBe(words);
});

it('says nothing is current that was not compared', () => {
  const digest = `sha256:${'0'.repeat(64)}`;
  expect(digestWords({ digest: null, family: null })).toBe('digest not known');
  expect(digestWords({ digest, family: null })).toContain('not comparable');
  expect(digestWords({ digest, family: false })).toContain('not what');
  expect(digestWords({ digest, family: true })).toContain('has now');
});
