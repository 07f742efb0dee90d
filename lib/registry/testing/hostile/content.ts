import type { Digest } from '#lib/oci/digest.ts';
import { SAMPLE } from '../test-server.ts';
import {
  blob,
  type HostileCase,
  headers,
  image,
  index,
  json,
  manifest,
  resolve,
  SECRET,
  UPSTREAM,
  zeros,
} from './case.ts';

/** Malformed references, which never reach a server. */
export const REFERENCES: HostileCase[] = [
  ['a path that climbs', { repository: '../../admin' }],
  ['a path with a query', { repository: 'a?b=c' }],
  ['a path with escapes', { repository: 'a%2f..%2fb' }],
  ['a host with a path', { registry: 'reg.example/evil' }],
  ['a host with credentials', { registry: `user:${SECRET}@reg.example` }],
  ['a host with a line break', { registry: 'reg.example\r\nx: y' }],
  ['a host that is no address', { registry: '999.999.1.1' }],
  ['a tag that climbs', { tag: '../../../blobs/uploads/' }],
  ['a tag with a line break', { tag: 'a\r\nhost: evil' }],
  ['a digest that climbs', { digest: 'sha256:../../x' as Digest }],
  ['a digest in upper case', { digest: `sha256:${'A'.repeat(64)}` as Digest }],
].map(([name, part]) => ({
  name: `reference: ${name}`,
  kind: 'unsupported',
  operation: 'resolve',
  act: (client, repository) => client.resolve({ ...repository, ...(part as object) }),
}));

/** References to addresses where no registry may be. */
export const ADDRESSES: HostileCase[] = [
  ['loopback', '127.0.0.1'],
  ['loopback as a number', '2130706433'],
  ['loopback in hex', '0x7f000001'],
  ['loopback in octal', '0177.0.0.1'],
  ['loopback, short', '127.1'],
  ['loopback by name', 'localhost'],
  ['the unspecified address', '0.0.0.0'],
  ['IPv6 loopback', '[::1]'],
  ['a mapped address', '[::ffff:7f00:1]'],
  ['NAT64', '[64:ff9b::7f00:1]'],
  ['a name that resolves to loopback', 'rebinding.example'],
].map(([name, host]) => ({
  name: `base.name points to ${name}`,
  kind: 'forbidden-address',
  operation: 'get-manifest',
  act: (client, _, canary) =>
    client.getManifest({ registry: `${host}:${canary.host.split(':')[1]}`, repository: 'a', tag: '1' }),
}));

/** Documents that two parsers would read differently. */
export const MANIFESTS: HostileCase[] = (
  [
    ['an index and a manifest at once', { ...image, manifests: [] }],
    ['a type unlike its Content-Type', index],
    ['a duplicate key', SAMPLE.manifest.replace('{', '{"schemaVersion":2,')],
    ['__proto__', SAMPLE.manifest.replace('{', '{"__proto__":{},')],
    ['a number beyond 2^53', SAMPLE.manifest.replace(/"size":\d+/, '"size":9007199254740993')],
    ['a negative size', SAMPLE.manifest.replace(/"size":\d+/, '"size":-1')],
    ['deep nesting', `${'['.repeat(5000)}${']'.repeat(5000)}`],
    ['a digest that climbs', SAMPLE.manifest.replace(SAMPLE.configDigest, 'sha256:../../etc/passwd')],
    ['schema 1', { schemaVersion: 1, fsLayers: [], history: [] }],
    ['no JSON', `<html>${UPSTREAM}`],
    ['an array', [1]],
  ] as const
).map(([name, body]) => ({
  name: `manifest: ${name}`,
  kind: 'invalid-response',
  operation: 'get-manifest',
  act: manifest,
  answer: json(body),
}));

/** Content that does not have its digest. */
export const DIGESTS: HostileCase[] = [
  {
    name: 'content that does not have the requested digest',
    kind: 'invalid-response',
    operation: 'get-manifest',
    act: (client, repository) => client.getManifest({ ...repository, digest: zeros }),
    answer: json(image),
  },
  {
    name: 'a Docker-Content-Digest that lies',
    kind: 'invalid-response',
    operation: 'get-manifest',
    act: manifest,
    answer: json(image, { 'docker-content-digest': zeros }),
  },
  {
    name: 'a Docker-Content-Digest that climbs',
    kind: 'invalid-response',
    operation: 'resolve',
    act: resolve,
    answer: headers(200, () => ({ 'docker-content-digest': 'sha256:../../x' })),
  },
  {
    name: 'a HEAD by digest that answers with another',
    kind: 'invalid-response',
    operation: 'resolve',
    act: (client, repository) => client.resolve({ ...repository, digest: zeros }),
    answer: headers(200, () => ({ 'docker-content-digest': SAMPLE.digest })),
  },
  {
    name: 'a blob of other bytes',
    kind: 'invalid-response',
    operation: 'get-blob',
    act: blob,
    answer: headers(200, () => ({})),
  },
];
