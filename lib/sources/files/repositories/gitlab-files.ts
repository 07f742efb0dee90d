import { z } from 'zod';
import type { ListPage, ListPageRequest } from '#lib/registry/operations/lists/list-page.ts';
import type { GitlabFilesConfig } from '../../file-source.ts';
import { ShortListError } from '../../listing/listing-problem.ts';
import { pagesOf } from '../../listing/page-walk.ts';
import { type ListerDeps, readPage, tokenAccess } from '../../registries/lister-deps.ts';
import {
  type FileRepository,
  isRegularFile,
  MAX_ENTRIES,
  notFound,
  readBlob,
  type TreeFile,
  treeEntry,
} from './file-repository.ts';

const SIZE = 100;
const MAX_LINK = 16_384;
const hash = z.string().regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/);
const commitSchema = z.looseObject({ id: hash });
const treeSchema = z.array(treeEntry.extend({ id: hash }));

/**
 * A project on GitLab by its repository API (docs.gitlab.com/api/repositories): the commit of the ref, its tree page by page,
 * and each file by its hash. The pages are of one commit, whatever is pushed meanwhile.
 */
export function gitlabRepository(
  { host, project, ref }: GitlabFilesConfig,
  { pages, credential }: Pick<ListerDeps, 'pages' | 'credential'>,
): FileRepository {
  const root = `/api/v4/projects/${encodeURIComponent(project)}/repository`;
  const subject = `${host}/${project}`;
  const request = (path: string, operation: 'list-files' | 'get-file', of: string): ListPageRequest => ({
    ...{ host, path, operation, subject: of, access: tokenAccess(credential), alsoRead: [404] },
  });
  const failure = (asked: ListPageRequest, what: string) => (_: ListPage) => notFound(asked, what);
  const repository = `the project or its ref ${ref}`;
  return {
    right: `read_api or read_repository, and at least Reporter in ${project}`,
    async tree() {
      const asked = request(`${root}/commits/${encodeURIComponent(ref)}?stats=false`, 'list-files', subject);
      const { content: commit } = await readPage(pages, asked, commitSchema, failure(asked, repository));
      const first = `${root}/tree?recursive=true&per_page=${SIZE}&ref=${commit.id}`;
      const readTree = (path: string) => {
        const page = request(path, 'list-files', subject);
        return readPage(pages, page, treeSchema, failure(page, repository));
      };
      const walk = pagesOf({ cursor: null, entries: 0 }, `the tree of ${subject}`, async (cursor) => {
        const token = cursor === undefined ? '' : `&page_token=${encodeURIComponent(cursor)}`;
        const { content, page } = await readTree(`${first}&pagination=keyset${token}`);
        return { items: content, skipped: 0, next: nextToken(page) };
      });
      const files: TreeFile[] = [];
      let entries = 0;
      for (let page = await walk.next(); page !== undefined; page = await walk.next()) {
        entries += page.items.length;
        for (const entry of page.items) {
          if (isRegularFile(entry)) files.push({ path: entry.path, hash: entry.id });
        }
        if (entries >= MAX_ENTRIES) return { files, cutOff: true };
      }
      // A proxy that drops the link makes a full page look like the last one.
      if (entries > 0 && entries % SIZE === 0) {
        const { content: more } = await readTree(`${first}&page=${entries / SIZE + 1}`);
        if (more.length > 0)
          throw new ShortListError(`the tree of ${subject} ended after ${entries} entries, and has more`);
      }
      return { files, cutOff: false };
    },
    async text({ path, hash: id }) {
      const asked = request(`${root}/blobs/${id}`, 'get-file', `${subject}/${path}`);
      return readBlob(pages, asked, id, failure(asked, 'the file'));
    },
  };
}

/** The token of the next page in the link. Only the token is taken: a proxy may have changed the link's host. */
function nextToken(page: ListPage): string | undefined {
  const link = (page.header('link') ?? '').slice(0, MAX_LINK);
  const target = link.split(',').find((each) => /;\s*rel="?next"?/.test(each));
  const url = /<([^<>]*)>/.exec(target ?? '')?.[1];
  return (
    (url === undefined ? undefined : URL.parse(url, 'https://host')?.searchParams.get('page_token')) ??
    undefined
  );
}
