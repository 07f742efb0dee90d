import { expect, it } from 'vitest';
import { parseReference } from '#lib/oci/reference.ts';
import { trustedBases } from './trusted-bases.ts';

const trusts = trustedBases(
  ['docker.io/library/*', 'index.docker.io/bitnami/**', '127.0.0.1:5000/base/**'],
  [{ image: 'registry.test/legacy/**', base: 'registry.test/os:12' }],
);

it.each([
  ['debian:12-slim', true],
  ['docker.io/library/node:22', true],
  ['bitnami/redis:7', true],
  ['127.0.0.1:5000/base/a/b:1', true],
  ['registry.test/os:12', true],
  ['registry.test/os:12@sha256:'.concat('0'.repeat(64)), true],
  ['registry.test/os:11', false],
  ['127.0.0.1:5000/base:1', false],
  ['127.0.0.1:5001/base/a:1', false],
  ['evil/debian:12-slim', false],
  ['mirror.test/library/debian:12-slim', false],
  ['docker.io.evil.test/library/debian:12', false],
])('%s is a base that the operator trusts: %s', (reference, trusted) => {
  expect(trusts(parseReference(reference))).toBe(trusted);
});
