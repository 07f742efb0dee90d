import { expect, it } from 'vitest';
import { parseFilter } from './filter.ts';
import { compileFilter, type FilterSubject, NOWHERE } from './filter-match.ts';
import { onBaseFilter, oneImageFilter } from './one-image-filter.ts';

const DIGEST = `sha256:${'a'.repeat(64)}`;
const NAMES = [
  'docker.io/library/debian:12',
  'docker.io/library/debian:12-slim',
  'docker.io/library/debian:1',
  `docker.io/library/debian:12@${DIGEST}`,
  `docker.io/library/debian@${DIGEST}`,
  '127.0.0.1:5000/library/debian:12',
  'q.io/docker.io/library/debian:12',
  `q.io/${'long/'.repeat(30)}app:1.0`,
];
const subject = (reference: string, ancestors: readonly string[] = []): FilterSubject => ({
  reference,
  digest: null,
  status: 'stale',
  behindSince: null,
  owner: null,
  baseName: ancestors[0] ?? null,
  ancestors,
  platforms: [],
  public: false,
  sample: false,
  snoozed: false,
  mentioned: NOWHERE,
});

it.each(NAMES)('the filter of %s chooses it alone', (name) => {
  const filter = parseFilter(oneImageFilter(name));
  expect(NAMES.filter((other) => compileFilter(filter)(subject(other)))).toEqual([name]);
});

it('the filter of a base selects all images based on it, at any depth', () => {
  const filter = parseFilter(onBaseFilter('docker.io/library/debian:12'));
  const on = (...ancestors: string[]) => compileFilter(filter)(subject('q.io/app:1', ancestors));
  expect(on('docker.io/library/debian:12')).toBe(true);
  expect(on('q.io/runtime:1', 'docker.io/library/debian:12')).toBe(true);
  expect(on('docker.io/library/debian:12-slim')).toBe(false);
});
