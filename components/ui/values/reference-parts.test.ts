import { expect, it } from 'vitest';
import { referenceParts } from './reference-parts.ts';

const DIGEST = `sha256:${'ab'.repeat(32)}`;

it.each([
  ['debian', { registry: 'docker.io', repository: 'library/debian' }],
  [
    'ghcr.io/team/app:1.0',
    { registry: 'ghcr.io', repository: 'team/app', head: '', tail: 'team/app', end: ':1.0' },
  ],
  [`ghcr.io/team/app@${DIGEST}`, { end: '@abababababab' }],
  [`ghcr.io/team/app:1.0@${DIGEST}`, { end: ':1.0' }],
])('%s is shown in parts', (text, parts) => expect(referenceParts(text)).toMatchObject(parts));

it('a long repository is divided so that its end stays', () => {
  const parts = referenceParts('ghcr.io/a-very-long-organisation/platform/checkout:1');
  expect(parts).toMatchObject({ head: 'a-very-long-organisation/pla', tail: 'tform/checkout' });
});

it('a long tag is shortened in the middle', () => {
  const tag = `v1-${'x'.repeat(60)}-amd64`;
  const parts = referenceParts(`ghcr.io/team/app:${tag}`);
  expect(parts?.end).toBe(`:${tag}`);
  expect(parts?.shortEnd).toMatch(/^:v1-x+…x+-amd64$/);
  expect(parts?.shortEnd).toHaveLength(36);
});

it.each([DIGEST, 'Not A Reference', ''])('%j is no reference', (text) => {
  expect(referenceParts(text)).toBeUndefined();
});
