import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { digestOf } from './compute-digest.ts';
import {
  atDigest,
  familiarReference,
  formatReference,
  isRegistryHost,
  parseReference,
  ReferenceSyntaxError,
  tryParseReference,
  watchedTag,
} from './reference.ts';

const DIGEST = digestOf('any');
const ANY = fc.string({ unit: 'binary', maxLength: 80 });
/** Made of what references are made of. */
const NEARLY = fc.string({ unit: fc.constantFrom(...'aZ0.:/-_@'), maxLength: 24 });
const LONG = 'a'.repeat(256);

describe('parseReference', () => {
  it.each([
    ['debian', 'docker.io/library/debian:latest'],
    ['debian:12-slim', 'docker.io/library/debian:12-slim'],
    [' debian:12-slim\n', 'docker.io/library/debian:12-slim'],
    ['docker.io/debian', 'docker.io/library/debian:latest'],
    ['index.docker.io/debian', 'docker.io/library/debian:latest'],
    ['registry-1.docker.io/library/debian', 'docker.io/library/debian:latest'],
    ['bitnami/redis:7', 'docker.io/bitnami/redis:7'],
    ['registry:5000', 'docker.io/library/registry:5000'],
    ['registry:5000/app', 'registry:5000/app:latest'],
    ['localhost/app', 'localhost/app:latest'],
    ['localhost:5000/app:v1', 'localhost:5000/app:v1'],
    ['127.0.0.1:5000/a/b/c:1', '127.0.0.1:5000/a/b/c:1'],
    ['[::1]:5000/app', '[::1]:5000/app:latest'],
    ['ghcr.io/owner/app:1.2.3', 'ghcr.io/owner/app:1.2.3'],
    ['GHCR.io/owner/app', 'ghcr.io/owner/app:latest'],
    ['Registry/app', 'Registry/app:latest'],
    ['LOCALHOST/app', 'localhost/app:latest'],
    ['a__b/c--d.e_f', 'docker.io/a__b/c--d.e_f:latest'],
    [`debian@${DIGEST}`, `docker.io/library/debian@${DIGEST}`],
    [`debian:12@${DIGEST}`, `docker.io/library/debian:12@${DIGEST}`],
    ['app:_x', 'docker.io/library/app:_x'],
    [`app:${'t'.repeat(128)}`, `docker.io/library/app:${'t'.repeat(128)}`],
  ])('%j is %s', (text, expected) => {
    expect(formatReference(parseReference(text))).toBe(expected);
  });

  it.each([
    ['', 'it is empty'],
    ['   ', 'it is empty'],
    ['Debian', 'lower case'],
    ['ghcr.io/Owner/app', 'lower case'],
    ['debian:', 'a tag has'],
    ['debian:-x', 'a tag has'],
    [`debian:${'t'.repeat(129)}`, 'a tag has'],
    ['debian:a:b', 'a repository is'],
    ['debian@sha256:abc', 'after @ comes a digest'],
    ['debian@', 'after @ comes a digest'],
    [`debian@${DIGEST.toUpperCase()}`, 'after @ comes a digest'],
    ['a'.repeat(64), 'bare image id'],
    [DIGEST, 'bare digest'],
    ['https://ghcr.io/app', 'leave out the scheme'],
    ['ghcr.io/', 'a repository is'],
    ['/app', 'a repository is'],
    ['a//b', 'a repository is'],
    ['a/../b', 'a repository is'],
    ['ghcr.io/app?x=1', 'a repository is'],
    ['ghcr.io/a b', 'a repository is'],
    ['ghcr.io:99999/app', 'not a registry host'],
    ['-x.io/app', 'not a registry host'],
    ['user@ghcr.io/app', 'after @ comes a digest'],
    [`docker.io/x/${LONG}`, 'at most 255'],
    ['x'.repeat(2000), 'longer than'],
    [`${'h.'.repeat(383)}hh/${'p'.repeat(255)}`, 'written in full'],
    ['app:1\u0000', 'a tag has'],
    ['аpp', 'a repository is'],
  ])('%j is refused: %s', (text, problem) => {
    expect(() => parseReference(text)).toThrow(ReferenceSyntaxError);
    expect(() => parseReference(text)).toThrow(problem);
    expect(tryParseReference(text)).toBeUndefined();
  });

  it('reads back what it writes', () => {
    const part = fc.stringMatching(/^[a-z0-9]{1,8}$/);
    const host = fc.constantFrom(
      ...['docker.io', 'ghcr.io', 'localhost', '127.0.0.1:5000', 'a.b:80', '[::1]:1', 'Registry'],
    );
    const tag = fc.option(fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9._-]{0,20}$/), { nil: undefined });
    const path = fc.array(part, { minLength: 2, maxLength: 4 });
    fc.assert(
      fc.property(host, path, tag, fc.boolean(), (registry, parts, tag, pinned) => {
        const named = { registry, repository: parts.join('/') };
        const tagged =
          tag === undefined && !pinned
            ? { ...named, tag: 'latest' }
            : tag === undefined
              ? named
              : { ...named, tag };
        const reference = pinned ? { ...tagged, digest: DIGEST } : tagged;
        expect(parseReference(formatReference(reference))).toEqual(reference);
        expect(parseReference(familiarReference(reference))).toEqual(reference);
      }),
    );
  });

  it('never throws anything else', () => {
    fc.assert(
      fc.property(fc.oneof(ANY, NEARLY), (text) => {
        const reference = tryParseReference(text);
        if (reference) expect(parseReference(formatReference(reference))).toEqual(reference);
      }),
    );
  });
});

it.each([
  ['docker.io/library/debian:12', 'debian:12'],
  ['docker.io/bitnami/redis:7', 'bitnami/redis:7'],
  ['ghcr.io/library/debian:12', 'ghcr.io/library/debian:12'],
  ['docker.io/library/team/app:1', 'library/team/app:1'],
])('people call %s %s', (full, familiar) => {
  expect(familiarReference(parseReference(full))).toBe(familiar);
});

it('watches the tag and fetches the digest', () => {
  const reference = parseReference(`debian:12@${DIGEST}`);
  expect(watchedTag(reference)).toEqual(parseReference('debian:12'));
  expect(watchedTag(parseReference(`debian@${DIGEST}`))).toBeUndefined();
  expect(formatReference(atDigest(reference, DIGEST))).toBe(`docker.io/library/debian@${DIGEST}`);
});

it.each([
  ['ghcr.io', true],
  ['a.b:65535', true],
  ['a.b:0', false],
  ['a.b:65536', false],
  ['[::1]', true],
  ['a_b.io', false],
  ['a..b', false],
])('host %s: %s', (host, valid) => {
  expect(isRegistryHost(host)).toBe(valid);
});
