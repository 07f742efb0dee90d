import { matchesRepository } from '#lib/lineage/filter/repository-pattern.ts';
import type { ListPages } from '#lib/registry/operations/lists/list-page.ts';
import { type FileSource, repositoryOf } from '../../file-source.ts';
import { concernsOneRepository, type ListingProblem, problemOf } from '../../listing/listing-problem.ts';
import { withRequestBudget } from '../../listing/request-budget.ts';
import type { MentionListing } from '../../mention-listing.ts';
import type { SourceCredential } from '../../registries/source-credential.ts';
import type { FileNote, SourceFile } from '../declarations.ts';
import { readFiles } from '../read-files.ts';
import { selectFiles } from '../select-files.ts';
import type { FileRepository, FileTree, TreeFile } from './file-repository.ts';
import { githubRepository } from './github.ts';
import { gitlabRepository } from './gitlab-files.ts';

/** What reading a repository needs from outside. */
export interface ReadFileSourceDeps {
  /** The registry client, with its address guard, rate limits and connections. */
  readonly client: ListPages;
  readonly credential: SourceCredential | undefined;
  /** Requests that this run may make. */
  readonly budget: number;
  readonly signal?: AbortSignal;
}

/** What the files of a repository declare. */
export interface FilesListing extends MentionListing {
  /** What was left out or not evaluated. */
  readonly notes: readonly FileNote[];
  /** How many files were read. */
  readonly files: number;
}

/** Files that are requested at once; the client has limits for each host, too. */
const AT_ONCE = 4;
/** The most problems that are listed. */
const MAX_PROBLEMS = 100;
/** Files in a row without an answer after which the host counts as unreachable. */
const MAX_UNREACHABLE = 3;

/**
 * Reads the files of a repository that some reader knows, and what they declare. A file that could not be read makes the
 * listing incomplete. Never rejects for what a host does.
 */
export async function readFileSource(source: FileSource, deps: ReadFileSourceDeps): Promise<FilesListing> {
  const { credential, signal } = deps;
  const budget = withRequestBudget(deps.client, deps.budget);
  const options = signal ? { signal } : {};
  const pages = {
    ...budget,
    readListPage: (request: Parameters<ListPages['readListPage']>[0]) =>
      budget.readListPage(request, options),
  };
  const repository =
    source.kind === 'github'
      ? githubRepository(source.config, { pages, credential })
      : gitlabRepository(source.config, { pages, credential });
  const name = repositoryOf(source);
  let tree: FileTree;
  try {
    tree = await repository.tree();
  } catch (thrown) {
    const problems = [problemOf(thrown, repository.right)];
    return { complete: false, mentions: [], notes: [], files: 0, problems, requests: budget.used() };
  }
  const wanted = tree.files.filter(({ path }) => isWanted(path, source.config.paths));
  const { files: chosen, leftOut } = selectFiles(wanted);
  const read = await readAll(repository, chosen);
  const reading = readFiles(read.files);
  const problems: ListingProblem[] = [
    ...(tree.cutOff
      ? [{ code: 'too-much', message: `${name} has more files than its tree lists at once` } as const]
      : []),
    ...read.problems,
    ...leftOut.map(
      ({ path, message }): ListingProblem => ({ code: 'too-much', message: `${path}: ${message}` }),
    ),
    ...reading.unreadable.map(
      ({ file, line, message }): ListingProblem => ({
        ...{ code: 'unreadable', message: `${file}:${line}: ${message}` },
      }),
    ),
  ];
  return {
    complete: problems.length === 0,
    mentions: reading.mentions.map((mention) => ({
      ...mention,
      place: { repository: name, ...mention.place },
    })),
    notes: reading.notes,
    files: read.files.length,
    problems: problems.slice(0, MAX_PROBLEMS),
    requests: budget.used(),
  };
}

/** `matchesRepository` needs a host in patterns and names: any one will do. */
const HOST = 'host';

function isWanted(path: string, { include, exclude }: FileSource['config']['paths']): boolean {
  const matches = (patterns: readonly string[]) =>
    patterns.some((pattern) => matchesRepository(`${HOST}/${pattern}`, `${HOST}/${path}`));
  return matches(include) && !matches(exclude);
}

/** Reads files, a few at once, in their order. After a problem that concerns all of them, the rest is not requested. */
async function readAll(
  repository: FileRepository,
  wanted: readonly TreeFile[],
): Promise<{ readonly files: readonly SourceFile[]; readonly problems: readonly ListingProblem[] }> {
  const texts = new Map<TreeFile, string>();
  const problems: ListingProblem[] = [];
  let next = 0;
  let unreachable = 0;
  let stopped = false;
  const work = async () => {
    for (let file = wanted[next++]; file !== undefined && !stopped; file = wanted[next++]) {
      try {
        texts.set(file, await repository.text(file));
        unreachable = 0;
      } catch (thrown) {
        const problem = problemOf(thrown, repository.right);
        unreachable = problem.code === 'unreachable' ? unreachable + 1 : 0;
        if (!stopped) problems.push(problem);
        stopped ||= !concernsOneRepository(problem) || unreachable >= MAX_UNREACHABLE;
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  const files = wanted.flatMap((file) => {
    const text = texts.get(file);
    return text === undefined ? [] : [{ path: file.path, text }];
  });
  return { files, problems };
}
