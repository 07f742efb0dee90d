import { describe, expect, it } from 'vitest';
import { digestOf } from '#lib/oci/compute-digest.ts';
import { imageOfPurl } from './package-url.ts';

describe('imageOfPurl', () => {
  const digest = digestOf('x');
  it.each([
    ['pkg:docker/debian@12-slim?platform=linux%2Famd64', 'docker.io', 'library/debian', '12-slim', undefined],
    ['pkg:docker/acme/app@1', 'docker.io', 'acme/app', '1', undefined],
    ['pkg:docker/127.0.0.1:15000/library/debian@12', '127.0.0.1:15000', 'library/debian', '12', undefined],
    ['pkg:docker/ghcr.io%2Facme/app@1', 'ghcr.io', 'acme/app', '1', undefined],
    [`pkg:docker/debian?digest=${digest}`, 'docker.io', 'library/debian', undefined, digest],
    [`pkg:docker/debian@12?digest=${digest}`, 'docker.io', 'library/debian', '12', digest],
  ])('%s', (text, registry, repository, tag, pinned) => {
    const base = imageOfPurl(text);
    if (typeof base === 'string') throw new Error(`${base} is no reference`);
    expect([base?.name?.registry, base?.name?.repository, base?.name?.tag, base?.digest]).toEqual([
      registry,
      repository,
      tag,
      pinned,
    ]);
  });

  it.each([
    ['linux%2Famd64', 'linux/amd64'],
    ['linux%2Farm%2Fv7', 'linux/arm/v7'],
    ['linux%2Farm64%2Fv8', 'linux/arm64'],
    ['windows(10.0.20348.1)%2Famd64', 'windows/amd64'],
    ['all', undefined],
  ])('platform=%s requests %s', (written, platform) => {
    expect(imageOfPurl(`pkg:docker/debian@12?platform=${written}`)).toMatchObject(
      platform === undefined ? { digest: undefined } : { platform },
    );
  });

  it.each([
    ['pkg:docker/UPPER%20case@x', 'UPPER case:x'],
    ['pkg:docker/%24BASE@1', '$BASE:1'],
    ['pkg:docker/%zz', 'pkg:docker/%zz'],
  ])('%s names an image by what is no reference', (text, written) => {
    expect(imageOfPurl(text)).toBe(written);
  });

  it.each(['pkg:github/a/b@1', 'https://example.com', 'pkg:docker/', ''])('%s is none', (text) => {
    expect(imageOfPurl(text)).toBeUndefined();
  });
});
