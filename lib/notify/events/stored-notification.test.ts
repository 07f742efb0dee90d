import { expect, it } from 'vitest';
import { digestOf } from '#lib/oci/compute-digest.ts';
import type { ChangeNotification } from './change-event.ts';
import { parseContent, storedContent } from './stored-notification.ts';

const CONTENT: ChangeNotification = {
  change: 'stale',
  before: 'fresh',
  since: '2026-01-02T03:04:05.000Z',
  image: { id: 'i', reference: 'r.test/app:1', digest: digestOf('app') },
  status: 'stale',
  summary: 'Its base moved.',
  base: { name: 'r.test/base:1', digest: null, currentDigest: digestOf('base') },
  behindSince: null,
};

it.each<[string, ChangeNotification]>([
  ['with a base', CONTENT],
  ['without a base', { ...CONTENT, base: null }],
])('is stored with a version and read back: %s', (_, content) => {
  const stored = storedContent(content);
  expect(stored).toMatchObject({ version: 1 });
  expect(parseContent(JSON.parse(JSON.stringify(stored)))).toEqual(content);
});

it('is read as it was stored before there was a version', () => {
  expect(parseContent(CONTENT)).toEqual(CONTENT);
});

it.each([
  null,
  'text',
  {},
  { ...CONTENT, version: 2 },
  { ...CONTENT, change: 'gone' },
  { ...CONTENT, image: { ...CONTENT.image, digest: 'sha256:1' } },
])('%j is not read', (json) => {
  expect(parseContent(json)).toBeUndefined();
});
