// A repository as GitHub and GitLab serve it, for tests.
import { createHash } from 'node:crypto';
import type { components } from '@octokit/openapi-types';
import { createRegistry } from '#lib/registry/client.ts';
import { type Handler, startTestServer } from '#lib/registry/testing/test-server.ts';
import type { FileSource } from '../../file-source.ts';
import type { SourceCredential } from '../../registries/source-credential.ts';
import { isFileSource, parseSource } from '../../source.ts';
import { json } from '../../testing.ts';
import { readFileSource } from './read-file-source.ts';

export const COMMIT = 'c'.repeat(40);

/** The hash of a file, as git computes it. */
const hashOf = (text: string) =>
  createHash('sha1')
    .update(`blob ${Buffer.byteLength(text)}\0${text}`)
    .digest('hex');

type Files = Readonly<Record<string, string>>;
type Tree = components['schemas']['git-tree'];
type Blob = components['schemas']['blob'];

/** Base64 in lines, as GitHub sends it. */
const inLines = (text: string) => Buffer.from(text).toString('base64').replace(/.{60}/g, '$&\n');

/** GitHub's answers for these files; `more` adds entries to the tree. */
export function github(files: Files, more: Tree['tree'] = [], truncated = false): Handler {
  const tree: Tree = {
    sha: 'd'.repeat(40),
    truncated,
    tree: [
      { path: 'src', mode: '040000', type: 'tree', sha: 'e'.repeat(40) },
      ...Object.entries(files).map(([path, text]) => ({
        ...{ path, mode: '100644', type: 'blob', sha: hashOf(text), size: Buffer.byteLength(text) },
      })),
      ...more,
    ],
  };
  return ({ url }, response) => {
    const { pathname } = new URL(url, 'http://host');
    if (/\/repos\/acme\/app\/git\/trees\/[^/]+$/.test(pathname)) return json(response, tree);
    const sha = /\/git\/blobs\/([0-9a-f]{40})$/.exec(pathname)?.[1];
    const text = Object.values(files).find((each) => hashOf(each) === sha);
    if (sha === undefined || text === undefined) return json(response, { message: 'Not Found' }, {}, 404);
    const blob: Blob = {
      ...{ content: inLines(text), encoding: 'base64', url: `https://api.github.com/x/${sha}`, sha },
      ...{ size: Buffer.byteLength(text), node_id: 'B_x' },
    };
    json(response, blob);
  };
}

/** GitLab's answers for these files, with as many entries on a page as the request says. */
export function gitlab(files: Files, fillers = 0): Handler {
  const tree = [
    ...Array.from({ length: fillers }, (_, n) => ({
      ...{ id: 'e'.repeat(40), name: `f${n}`, type: 'tree', path: `f${n}`, mode: '040000' },
    })),
    ...Object.entries(files).map(([path, text]) => ({
      ...{ id: hashOf(text), name: path.split('/').at(-1), type: 'blob', path, mode: '100644' },
    })),
  ];
  const root = '/api/v4/projects/acme%2Fteam%2Fapp/repository';
  return ({ url, headers }, response) => {
    const { pathname, searchParams } = new URL(url, 'http://host');
    if (pathname.startsWith(`${root}/commits/`)) return json(response, { id: COMMIT, short_id: 'cccccccc' });
    if (pathname === `${root}/tree` && searchParams.get('ref') === COMMIT) {
      const page = Number(searchParams.get('page') ?? '1') - 1;
      const start = searchParams.has('page_token') ? Number(searchParams.get('page_token')) : page * 100;
      const next = start + 100;
      const link = `<https://${headers.host}${pathname}?page_token=${next}&ref=${COMMIT}>; rel="next"`;
      const isKeyset = searchParams.get('pagination') === 'keyset';
      return json(response, tree.slice(start, next), isKeyset && next < tree.length ? { link } : {});
    }
    const sha = /\/blobs\/([0-9a-f]{40})$/.exec(pathname)?.[1];
    const text = Object.values(files).find((each) => hashOf(each) === sha);
    if (text === undefined) return json(response, { message: '404 Blob Not Found' }, {}, 404);
    json(response, {
      size: text.length,
      encoding: 'base64',
      content: Buffer.from(text).toString('base64'),
      sha,
    });
  };
}

/** A source that reads files; throws with its issues. */
export function fileSource(kind: 'github' | 'gitlab-files', config: object): FileSource {
  const parsed = parseSource({ name: kind, kind, config });
  if ('source' in parsed && isFileSource(parsed.source)) return parsed.source;
  throw new Error(JSON.stringify(parsed));
}

/** Reads a source whose hosts are all served by `handler`. */
export async function readFrom(
  source: FileSource,
  handler: Handler,
  {
    hosts = ['api.github.com', 'gitlab.com'],
    credential,
    budget = 1000,
    times = 1,
    signal,
  }: {
    readonly hosts?: readonly string[];
    readonly credential?: SourceCredential;
    readonly budget?: number;
    /** How often the same client reads. */
    readonly times?: number;
    readonly signal?: AbortSignal;
  } = {},
) {
  await using server = await startTestServer(handler);
  const registries = hosts.map((host) => ({ host, endpoint: server.origin }));
  const client = createRegistry({ registries, retries: 0, deadlineMs: 5000 }, { random: () => 0 });
  try {
    const read = () => readFileSource(source, { client, credential, budget, ...(signal ? { signal } : {}) });
    let listing = await read();
    for (let left = times - 1; left > 0; left -= 1) listing = await read();
    return { listing, requests: server.requests };
  } finally {
    await client.close();
  }
}
