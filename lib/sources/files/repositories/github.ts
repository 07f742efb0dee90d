import { z } from 'zod';
import type { JsonLimits } from '#lib/oci/json/strict-json.ts';
import type { ListPage, ListPageRequest } from '#lib/registry/operations/lists/list-page.ts';
import { type GithubConfig, githubApi } from '../../file-source.ts';
import { forbidden } from '../../registries/github-forbidden.ts';
import { type ListerDeps, readPage, tokenAccess } from '../../registries/lister-deps.ts';
import {
  type FileRepository,
  isRegularFile,
  MAX_ENTRIES,
  notFound,
  readBlob,
  treeEntry,
} from './file-repository.ts';

const treeSchema = z.looseObject({
  truncated: z.boolean(),
  tree: z.array(
    treeEntry.extend({
      sha: z.string().regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/),
      size: z.number().optional(),
    }),
  ),
});

/** A tree comes as one page, of at most 100,000 entries and 7 MB (docs.github.com/rest/git/trees). */
const TREE_LIMITS: JsonLimits = { maxBytes: 32 * 1024 * 1024, maxDepth: 8, maxValues: 2_000_000 };

/**
 * A repository on GitHub by its git database (docs.github.com/rest/git): the tree of a commit in one request, and each file by
 * its hash. So all files are of the same commit, whatever is pushed meanwhile. Unchanged answers do not count for the rate limit.
 */
export function githubRepository(
  { host, repository, ref }: GithubConfig,
  { pages, credential }: Pick<ListerDeps, 'pages' | 'credential'>,
): FileRepository {
  const api = githubApi(host);
  const request = (path: string, operation: 'list-files' | 'get-file', subject: string): ListPageRequest => ({
    ...{ host: api.host, path: `${api.path}/repos/${repository}${path}`, operation, subject },
    access: tokenAccess(credential),
    headers: { accept: 'application/vnd.github+json', 'x-github-api-version': '2022-11-28' },
    alsoRead: [403, 404],
  });
  const failure = (asked: ListPageRequest, what: string) => (page: ListPage) =>
    page.status === 404 ? notFound(asked, what) : forbidden(asked)(page);
  return {
    right: `read access to the contents of ${repository}`,
    async tree() {
      const path = `/git/trees/${encodeURIComponent(ref)}?recursive=1`;
      const asked = { ...request(path, 'list-files', `${host}/${repository}`), limits: TREE_LIMITS };
      const what = `the repository or its ref ${ref}`;
      const { content } = await readPage(pages, asked, treeSchema, failure(asked, what));
      const entries = content.tree.slice(0, MAX_ENTRIES);
      return {
        files: entries
          .filter(isRegularFile)
          .map(({ path: file, sha, size }) => ({ path: file, hash: sha, bytes: size })),
        cutOff: content.truncated || content.tree.length > MAX_ENTRIES,
      };
    },
    async text({ path, hash }) {
      const asked = request(`/git/blobs/${hash}`, 'get-file', `${host}/${repository}/${path}`);
      return readBlob(pages, asked, hash, failure(asked, 'the file'));
    },
  };
}
