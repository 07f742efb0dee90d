import { describe, expect, test } from 'vitest';
import { digestOf } from '#lib/oci/compute-digest.ts';
import { dockerfileSentence } from '../words/dockerfile-base-words.ts';
import { compareDockerfileBase } from './dockerfile-base.ts';

const [OLD, NOW, OLD_ARM, NOW_ARM, OTHER] = ['old', 'now', 'old arm', 'now arm', 'other'].map((text) =>
  digestOf(text),
);

type Base = NonNullable<Parameters<typeof compareDockerfileBase>[1]['links'][number]['base']>;

/** A lineage of an image that is proven to be based on `name`, which has moved since. */
function basedOn(name: string | null, more: Partial<Base> = {}) {
  const base: Base = {
    ...{ name, digest: OLD ?? null, currentDigest: NOW ?? null, conflict: false, verification: 'verified' },
    platforms: [{ claimedDigest: OLD_ARM ?? null, currentDigest: NOW_ARM ?? null }],
    ...more,
  };
  return { end: 'root', links: [{ base }] } as const;
}
const ALPINE = 'docker.io/library/alpine:3.20';
const compared = (declared: string, lineage: Parameters<typeof compareDockerfileBase>[1]) =>
  compareDockerfileBase(declared, lineage);

describe('the base in a Dockerfile', () => {
  test.each<
    [name: string, declared: string, lineage: Parameters<typeof compareDockerfileBase>[1], kind: string]
  >([
    ['the same tag', 'alpine:3.20', basedOn(ALPINE), 'same'],
    ['another tag', 'alpine:3.21', basedOn(ALPINE), 'other-base'],
    ['another repository', 'debian:3.20', basedOn(ALPINE), 'other-base'],
    ['another registry', 'q.io/library/alpine:3.20', basedOn(ALPINE), 'other-base'],
    ['a base, and the image has none', 'alpine:3.20', { end: 'root', links: [{ base: null }] }, 'other-base'],
    [
      'a base, and that of the image is not known',
      'alpine:3.20',
      { end: 'no-evidence', links: [{ base: null }] },
      'unknown',
    ],
    ['a base, and the image was not read', 'alpine:3.20', { end: 'unresolvable', links: [] }, 'unknown'],
    [
      'a base, and what is known of the image is old',
      'alpine:3.21',
      { end: 'root', links: [{ ...basedOn(ALPINE).links[0], retained: true }] },
      'unknown',
    ],
    ['another tag, not proven', 'alpine:3.21', basedOn(ALPINE, { verification: 'unverifiable' }), 'unknown'],
    [
      'another tag, contradicted',
      'alpine:3.21',
      basedOn(ALPINE, { verification: 'contradicted' }),
      'unknown',
    ],
    ['another tag, contested', 'alpine:3.21', basedOn(ALPINE, { conflict: true }), 'unknown'],
    ['the digest that the tag had at the build', `alpine:3.20@${OLD}`, basedOn(ALPINE), 'old-pin'],
    [
      'the digest of a platform that it had at the build',
      `alpine:3.20@${OLD_ARM}`,
      basedOn(ALPINE),
      'old-pin',
    ],
    ['the digest that the tag has now', `alpine:3.20@${NOW}`, basedOn(ALPINE), 'other-digest'],
    ['the digest of a platform that it has now', `alpine:3.20@${NOW_ARM}`, basedOn(ALPINE), 'other-digest'],
    ['a digest that it never had', `alpine:3.20@${OTHER}`, basedOn(ALPINE), 'old-pin'],
    [
      'the same digest, still current',
      `alpine:3.20@${OLD}`,
      basedOn(ALPINE, { currentDigest: OLD ?? null, platforms: [] }),
      'same',
    ],
    [
      'the same digest, and the tag is gone',
      `alpine:3.20@${OLD}`,
      basedOn(ALPINE, { currentDigest: null, platforms: [] }),
      'same',
    ],
    ['a digest without a tag', `alpine@${OLD}`, basedOn(ALPINE), 'same'],
    ['another digest without a tag', `alpine@${NOW}`, basedOn(ALPINE), 'other-digest'],
    ['a digest, of an image with a base by digest alone', `alpine:3.20@${OLD_ARM}`, basedOn(null), 'same'],
    ['another digest, of such an image', `alpine:3.20@${NOW}`, basedOn(null), 'other-digest'],
    ['a tag, of such an image', 'alpine:3.20', basedOn(null), 'unknown'],
    [
      'a digest, and no digest of the build is known',
      `alpine@${NOW}`,
      basedOn(ALPINE, { digest: null, platforms: [] }),
      'unknown',
    ],
  ])('%s', (_, declared, lineage, kind) => {
    expect(compared(declared, lineage).kind).toBe(kind);
  });

  test.each([
    [
      'alpine:3.21',
      basedOn(ALPINE),
      'The Dockerfile already says `alpine:3.21`, the image is based on `alpine:3.20`. Rebuild it.',
    ],
    [
      'alpine:3.21',
      { end: 'root', links: [{ base: null }] } as const,
      'The Dockerfile already says `alpine:3.21`, the image is based on scratch. Rebuild it.',
    ],
    ['alpine:3.20', basedOn(ALPINE), 'The image is based on what the Dockerfile says, `alpine:3.20`.'],
    [
      `q.io/a:1@${NOW}`,
      basedOn('q.io/a:1'),
      'The Dockerfile pins another digest of `q.io/a:1` than the image is based on. Rebuild it.',
    ],
    [
      `q.io/a:1@${OLD}`,
      basedOn('q.io/a:1'),
      'The Dockerfile pins a digest that `q.io/a:1` no longer has. Update the pin: a rebuild alone keeps it.',
    ],
    [
      'alpine:3.20',
      basedOn(null),
      'The Dockerfile says `alpine:3.20`. What the image is based on is not proven, so they were not compared.',
    ],
  ])('%s is put into words', (declared, lineage, sentence) => {
    expect(dockerfileSentence(compareDockerfileBase(declared, lineage))).toBe(sentence);
  });
});
