import { describe, expect, it } from 'vitest';
import { digestOf } from './hash.ts';
import { isIndex, isManifest, ManifestFormatError, parseManifest, runnableChildren } from './manifest.ts';
import { MEDIA_TYPE } from './media-type.ts';

const encode = (value: unknown) =>
  new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value));
const descriptor = (mediaType: string, more = {}) => ({
  mediaType,
  digest: digestOf(mediaType),
  size: 1,
  ...more,
});
const manifest = {
  schemaVersion: 2,
  mediaType: MEDIA_TYPE.ociManifest,
  config: descriptor(MEDIA_TYPE.ociConfig),
  layers: [descriptor(MEDIA_TYPE.ociLayerGzip)],
};
const index = {
  schemaVersion: 2,
  mediaType: MEDIA_TYPE.ociIndex,
  manifests: [descriptor(MEDIA_TYPE.ociManifest)],
};

describe('parseManifest', () => {
  it('keeps exact bytes, their digest and unknown fields', () => {
    const bytes = encode(`${JSON.stringify({ ...manifest, 'x-own': { a: 1 } })}\n`);
    const document = parseManifest(bytes, MEDIA_TYPE.ociManifest);
    expect(document.digest).toBe(digestOf(bytes));
    expect(document.bytes).toBe(bytes);
    expect(document.content).toMatchObject({ 'x-own': { a: 1 } });
    expect(isManifest(document)).toBe(true);
  });

  it.each([
    ['its own type', { ...index }, undefined, MEDIA_TYPE.ociIndex],
    [
      'the header where it has none',
      { ...index, mediaType: undefined },
      MEDIA_TYPE.dockerIndex,
      MEDIA_TYPE.dockerIndex,
    ],
    [
      'the header with parameters',
      { ...manifest },
      `${MEDIA_TYPE.ociManifest}; charset=utf-8`,
      MEDIA_TYPE.ociManifest,
    ],
    ['the shape where neither is there', { ...index, mediaType: undefined }, undefined, MEDIA_TYPE.ociIndex],
    ['its own type beside a vague header', { ...manifest }, 'application/json', MEDIA_TYPE.ociManifest],
  ])('takes %s', (_, json, header, expected) => {
    expect(parseManifest(encode(json), header).mediaType).toBe(expected);
  });

  const deep = `{"schemaVersion":2,"mediaType":"${MEDIA_TYPE.ociIndex}","manifests":[],"x":${'['.repeat(80)}${']'.repeat(80)}}`;
  it.each<[string, unknown, string | undefined, RegExp]>([
    ['no JSON', '<html>', undefined, /not valid JSON/],
    ['an array', [], undefined, /not a JSON object/],
    ['null', 'null', undefined, /not a JSON object/],
    ['both shapes', { ...manifest, manifests: [] }, undefined, /an index and a manifest at once/],
    ['a header of another type', manifest, MEDIA_TYPE.ociIndex, /calls itself/],
    [
      'an index called a manifest',
      { ...index, mediaType: MEDIA_TYPE.ociManifest },
      undefined,
      /not shaped like/,
    ],
    ['schema 1', { schemaVersion: 1, name: 'x' }, undefined, /schema 1/],
    ['an unknown type', { ...manifest, mediaType: 'text/html' }, undefined, /not shaped like/],
    [
      'a malformed digest',
      { ...manifest, layers: [descriptor('x', { digest: 'sha256:../../x' })] },
      undefined,
      /layers\.0\.digest/,
    ],
    ['a negative size', { ...manifest, config: descriptor('x', { size: -1 }) }, undefined, /config\.size/],
    ['annotations that are no strings', { ...index, annotations: { a: 1 } }, undefined, /annotations/],
    ['a duplicate key', '{"schemaVersion":2,"manifests":[],"manifests":[]}', undefined, /"manifests" twice/],
    [
      'an escaped duplicate key',
      '{"a":1,"\\u0061":2,"schemaVersion":2,"manifests":[]}',
      undefined,
      /"a" twice/,
    ],
    ['__proto__', '{"schemaVersion":2,"manifests":[],"__proto__":{}}', undefined, /__proto__/],
    [
      'a number beyond 2^53',
      '{"schemaVersion":2,"manifests":[],"n":9007199254740993}',
      undefined,
      /beyond 2\^53/,
    ],
    ['deep nesting', deep, undefined, /nested deeper than 64/],
    ['a byte order mark', `\ufeff${JSON.stringify(manifest)}`, undefined, /not valid JSON/],
    ['more than 4 MiB', ' '.repeat(4 * 1024 * 1024 + 1), undefined, /more than the 4194304 allowed/],
  ])('refuses %s', (_, json, header, problem) => {
    expect(() => parseManifest(encode(json), header)).toThrow(ManifestFormatError);
    expect(() => parseManifest(encode(json), header)).toThrow(problem);
  });

  it('refuses invalid UTF-8', () => {
    expect(() => parseManifest(new Uint8Array([0x7b, 0xff, 0x7d]))).toThrow(/UTF-8/);
  });

  it('is not fooled by brackets and colons in strings', () => {
    const json = { ...index, annotations: { 'a:b': '{"a":"[,', 'c\\"d': ':' } };
    expect(isIndex(parseManifest(encode(json)))).toBe(true);
  });
});

it('counts neither attestations nor artifacts among what runs', () => {
  const platform = { os: 'linux', architecture: 'amd64' };
  const document = parseManifest(
    encode({
      ...index,
      manifests: [
        descriptor(MEDIA_TYPE.ociManifest, { platform }),
        descriptor(MEDIA_TYPE.ociManifest, { platform: { os: 'unknown', architecture: 'unknown' } }),
        descriptor(MEDIA_TYPE.ociManifest, {
          annotations: { 'vnd.docker.reference.type': 'attestation-manifest' },
        }),
        descriptor('application/vnd.example+json', { platform }),
        descriptor(MEDIA_TYPE.dockerManifest),
      ],
    }),
  );
  if (!isIndex(document)) throw new Error('expected an index');
  expect(runnableChildren(document.content).map((entry) => entry.mediaType)).toEqual([
    MEDIA_TYPE.ociManifest,
    MEDIA_TYPE.dockerManifest,
  ]);
});
