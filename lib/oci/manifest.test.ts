import { describe, expect, it } from 'vitest';
import { digestOf } from './compute-digest.ts';
import { isIndex, isManifest, ManifestFormatError, parseManifest, runnableChildren } from './manifest.ts';
import { isArtifactType, MEDIA_TYPE } from './media-type.ts';

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
      'a size beyond 2^53',
      `{"schemaVersion":2,"layers":[],"config":{"mediaType":"x","digest":"${digestOf('x')}","size":9007199254740993}}`,
      undefined,
      /config\.size: is not a size in bytes below 2\^53/,
    ],
    [
      'a size that is no integer',
      `{"schemaVersion":2,"layers":[],"config":{"mediaType":"x","digest":"${digestOf('x')}","size":1.0}}`,
      undefined,
      /config\.size/,
    ],
    [
      'a missing size',
      { ...manifest, config: descriptor('x', { size: undefined }) },
      undefined,
      /config\.size/,
    ],
    [
      'a digest in capitals',
      { ...manifest, config: descriptor('x', { digest: digestOf('x').toUpperCase() }) },
      undefined,
      /config\.digest: is not a digest/,
    ],
    ['a key that Go takes for another', { ...manifest, Layers: [] }, undefined, /"Layers" for "layers"/],
    ['one with a letter that folds to s', { ...manifest, 'layer\u017f': [] }, undefined, /for "layers"/],
    [
      'the same in a descriptor',
      { ...manifest, config: descriptor('x', { Digest: 'x' }) },
      undefined,
      /config: .*"Digest" for "digest"/,
    ],
    ['another schema version', { ...manifest, schemaVersion: 3 }, undefined, /schemaVersion: is not 2/],
    [
      'more values than a real one has',
      `{"schemaVersion":2,"manifests":[],"x":[${'0,'.repeat(20_000)}0]}`,
      undefined,
      /more than 20000 values/,
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

describe('reads off the spec, as Go’s clients do', () => {
  it.each<[string, object, object]>([
    ['annotations of null', { ...manifest, annotations: null, subject: null, artifactType: null }, {}],
    [
      'an annotation of null as none',
      { ...manifest, annotations: { a: null, b: '' } },
      { annotations: { b: '' } },
    ],
    ['no schema version', { ...manifest, schemaVersion: undefined }, {}],
    ['a media type of null', { ...manifest, mediaType: null }, { mediaType: MEDIA_TYPE.ociManifest }],
    ['layers of null as none', { ...manifest, layers: null, manifests: null }, { layers: [] }],
    ['an index of null as an empty one', { ...index, manifests: null, config: null }, { manifests: [] }],
    ['an empty media type', { ...manifest, mediaType: '' }, { mediaType: MEDIA_TYPE.ociManifest }],
    [
      'a config without a type',
      { ...manifest, config: descriptor('x', { mediaType: null }) },
      { config: { mediaType: '' } },
    ],
    [
      'what it does not need, whatever its type',
      { ...manifest, layers: [descriptor('x', { urls: null, data: 7, artifactType: null })] },
      { layers: [{ urls: null, data: 7 }] },
    ],
    [
      'platforms that are null, empty or incomplete as not named',
      {
        ...index,
        manifests: [
          descriptor(MEDIA_TYPE.ociManifest, { platform: null }),
          descriptor(MEDIA_TYPE.ociManifest, { platform: {} }),
          descriptor(MEDIA_TYPE.ociManifest, { platform: { os: 'linux', architecture: '' } }),
          descriptor(MEDIA_TYPE.ociManifest, {
            platform: { os: 'linux', architecture: 'amd64', variant: null, 'os.features': null },
          }),
        ],
      },
      {
        manifests: [
          { platform: null },
          { platform: undefined },
          { platform: undefined },
          { platform: { os: 'linux' } },
        ],
      },
    ],
  ])('%s', (_, json, expected) => {
    expect(parseManifest(encode(json)).content).toMatchObject(expected);
  });

  it('numbers that no double holds, where nobody reads them', () => {
    const text = `{"schemaVersion":2,"manifests":[],"n":[9007199254740993,1.0,-0,1e400,12345678901234567890]}`;
    const { content } = parseManifest(encode(text));
    expect(JSON.stringify(content.n)).toBe('[9007199254740993,1.0,-0,1e400,12345678901234567890]');
  });

  it('an entry without a platform, or without a type, as something that runs', () => {
    const document = parseManifest(
      encode({
        ...index,
        manifests: [
          descriptor(MEDIA_TYPE.ociManifest, { platform: { os: '', architecture: '' } }),
          { ...descriptor('x'), mediaType: undefined },
        ],
      }),
    );
    if (!isIndex(document)) throw new Error('expected an index');
    expect(runnableChildren(document.content)).toHaveLength(2);
  });

  it('a config’s type as the artifact type of an image', () => {
    const types = [MEDIA_TYPE.ociConfig, MEDIA_TYPE.dockerConfig, '', null, undefined];
    expect(types.map(isArtifactType)).toEqual(types.map(() => false));
    expect(isArtifactType('application/vnd.example.sbom')).toBe(true);
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
