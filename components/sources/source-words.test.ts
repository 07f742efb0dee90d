import { expect, it } from 'vitest';
import type { SourceView } from '#lib/api/contract/sources.ts';
import { listingWords, lookOf, targetWords } from './source-words.ts';

const listing: NonNullable<SourceView['lastListing']> = {
  ...{ startedAt: '2026-01-01T00:00:00Z', endedAt: null, complete: true, seen: 214, found: 9120 },
  ...{ added: 3, released: 1, requests: 1230, repositories: { read: 811, total: 9120 } },
  ...{ error: null, missingRight: null, shrank: null, unreadable: 0, sequence: null },
};

const listed: Parameters<typeof lookOf>[0] = {
  ...{
    kind: 'harbor',
    state: 'ok',
    lastListing: listing,
    silentSince: null,
    expectedEvery: null,
    from: 'person',
  },
};

it('says what a listing found', () => {
  expect(listingWords(listing, listed)).toBe('214 images selected of 9,120 tags; 3 new, 1 untracked');
  expect(listingWords(listing, { ...listed, state: 'listing' })).toBe(
    'Repository 812 of 9,120: 214 images selected so far',
  );
  expect(listingWords({ ...listing, sequence: 42, seen: 1 }, { ...listed, kind: 'push' })).toBe(
    '1 image posted as picture 42; 3 new, 1 untracked',
  );
});

it('does not call a source complete that was never listed', () => {
  expect(lookOf({ ...listed, lastListing: null }).word).toBe('Waiting');
  expect(lookOf(listed).word).toBe('Complete');
});

it.each([
  ['Complete', { expectedEvery: 600 }],
  ['Posted', { expectedEvery: null }],
  ['Complete', { expectedEvery: null, from: 'sample' }],
  ['Silent', { state: 'failing', expectedEvery: 600, silentSince: listing.startedAt }],
  ['Needs a confirmation', { state: 'asks', expectedEvery: 600, silentSince: listing.startedAt }],
] as const)('%s is a posted source with %j: silence is never fine', (word, more) => {
  expect(lookOf({ ...listed, kind: 'push', ...more }).word).toBe(word);
});

it('names what is listed', () => {
  expect(targetWords({ config: { project: 'shop', registry: 'harbor.corp' } })).toBe('harbor.corp · shop');
  expect(targetWords({ config: { cluster: 'prod', ca: '-----BEGIN' } })).toBe('prod');
});
