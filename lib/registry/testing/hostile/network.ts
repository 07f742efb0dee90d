import { MEDIA_TYPE } from '#lib/oci/media-type.ts';
import type { RegistryErrorKind, RegistryOperation } from '../../errors.ts';
import type { TestServer } from '../test-server.ts';
import {
  blob,
  type HostileCase,
  headers,
  index,
  json,
  manifest,
  referrers,
  resolve,
  tags,
  UPSTREAM,
  upload,
} from './case.ts';

/** Challenges that would send credentials or requests to the wrong place. */
export const CHALLENGES: HostileCase[] = (
  [
    ['a realm on the canary', 'forbidden-address', (canary) => `Bearer realm="${canary.origin}/token"`],
    [
      'an https realm on the canary',
      'forbidden-address',
      (canary) => `Bearer realm="https://${canary.host}/token"`,
    ],
    [
      'a realm at a metadata service',
      'forbidden-address',
      () => 'Bearer realm="http://169.254.169.254/latest"',
    ],
    [
      'a foreign realm, for the credentials',
      'forbidden-address',
      () => 'Bearer realm="https://evil.example/token"',
    ],
    ['a realm with credentials', 'forbidden-address', () => 'Bearer realm="https://a:b@evil.example/"'],
    ['a realm of another scheme', 'forbidden-address', () => 'Bearer realm="file:///etc/passwd"'],
    ['a realm that is no URL', 'forbidden-address', () => `Bearer realm="${UPSTREAM}"`],
  ] as [string, RegistryErrorKind, (canary: TestServer) => string][]
).map(([name, kind, challenge]) => ({
  name: `challenge: ${name}`,
  kind,
  operation: 'authenticate',
  act: resolve,
  answer: headers(401, (canary) => ({ 'www-authenticate': challenge(canary) })),
}));

/** Redirects and Locations that lead to the internal network, to nowhere, or in circles. */
export const REDIRECTS: HostileCase[] = [
  {
    name: 'challenge: a token server that redirects to the canary',
    kind: 'invalid-response',
    operation: 'authenticate',
    act: resolve,
    answer: (response, canary, { url, headers: { host } }) => {
      if (url.startsWith('/token')) response.writeHead(302, { location: `${canary.origin}/` }).end();
      else response.writeHead(401, { 'www-authenticate': `Bearer realm="http://${host}/token"` }).end();
    },
  },
  {
    name: 'challenge: one that nothing can be made of',
    kind: 'not-visible',
    operation: 'resolve',
    act: resolve,
    answer: headers(401, () => ({ 'www-authenticate': 'Bearer realm="unclosed' })),
  },
  ...(
    [
      ['blob to the canary', 'get-blob', blob, (canary) => `${canary.origin}/x`, 'forbidden-address'],
      [
        'blob to the canary, by https',
        'get-blob',
        blob,
        (canary) => `https://${canary.host}/x`,
        'forbidden-address',
      ],
      ['blob without a scheme', 'get-blob', blob, (canary) => `//${canary.host}/x`, 'forbidden-address'],
      ['blob to plain HTTP', 'get-blob', blob, () => 'http://cdn.example/x', 'forbidden-address'],
      ['blob to a file', 'get-blob', blob, () => 'file:///etc/passwd', 'invalid-response'],
      ['blob nowhere', 'get-blob', blob, () => '', 'invalid-response'],
      ['blob to itself for ever', 'get-blob', blob, () => '/again', 'invalid-response'],
      [
        'manifest to the canary',
        'get-manifest',
        manifest,
        (canary) => `${canary.origin}/x`,
        'forbidden-address',
      ],
      ['tags to the canary', 'list-tags', tags, (canary) => `${canary.origin}/x`, 'forbidden-address'],
    ] as [string, RegistryOperation, HostileCase['act'], (canary: TestServer) => string, RegistryErrorKind][]
  ).map(([name, operation, act, location, kind]) => ({
    name: `redirect: ${name}`,
    kind,
    operation,
    act,
    answer: headers(307, (canary) => ({ location: location(canary) })),
  })),
  {
    name: 'redirect: upload session on the canary',
    kind: 'forbidden-address',
    operation: 'put-blob',
    act: upload,
    answer: headers(202, (canary) => ({ location: `${canary.origin}/upload` })),
  },
  {
    name: 'redirect: upload session nowhere',
    kind: 'invalid-response',
    operation: 'put-blob',
    act: upload,
    answer: headers(202, () => ({})),
  },
];

const list = { name: 'team/app', tags: ['a'] };
/** Pages whose links or contents mislead. */
export const PAGES: HostileCase[] = (
  [
    [
      'links to the canary',
      'forbidden-address',
      list,
      (canary) => `<${canary.origin}/v2/team/app/tags/list>; rel="next"`,
    ],
    ['links to another path', 'invalid-response', list, () => '</admin/delete?all>; rel="next"'],
    ['links to itself', 'invalid-response', list, () => '</v2/team/app/tags/list?n=1000>; rel="next"'],
    ['tags that are no list', 'invalid-response', { tags: UPSTREAM }, () => ''],
    ['no JSON', 'invalid-response', UPSTREAM, () => ''],
  ] as [string, RegistryErrorKind, unknown, (canary: TestServer) => string][]
).map(([name, kind, body, link]) => ({
  name: `page: ${name}`,
  kind,
  operation: 'list-tags',
  act: tags,
  answer: (response, canary, request) => json(body, { link: link(canary) })(response, canary, request),
}));

/** Lists without end, or that are none. */
export const ENDLESS: HostileCase[] = [
  {
    name: 'page: ever another',
    kind: 'invalid-response',
    operation: 'list-tags',
    act: tags,
    answer: (response, _, { url }) => {
      const last = Number(new URL(url, 'http://x').searchParams.get('last') ?? '0') + 1;
      response.writeHead(200, { link: `</v2/team/app/tags/list?last=${last}>; rel="next"` });
      response.end(JSON.stringify({ tags: [`t${last}`] }));
    },
  },
  {
    name: 'page: of more than 4 MiB',
    kind: 'invalid-response',
    operation: 'list-tags',
    act: tags,
    answer: (response) => void response.end(`{"tags":[${'"a",'.repeat(1_100_000)}"a"]}`),
  },
  {
    name: 'referrers: with a digest that climbs',
    kind: 'invalid-response',
    operation: 'list-referrers',
    act: referrers,
    answer: json(
      { ...index, manifests: [{ mediaType: MEDIA_TYPE.ociManifest, digest: '../x', size: 1 }] },
      { 'content-type': MEDIA_TYPE.ociIndex },
    ),
  },
];
