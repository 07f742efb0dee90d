import { matchesRepository } from '#lib/lineage/filter/repository-pattern.ts';
import type { Selection } from './selection.ts';

/** `matchesRepository` needs a host in patterns and names: any one will do. */
const HOST = 'host';

/**
 * Why a repository's tags are not selected; `undefined` if they may be. `*` matches within a part of the path, `**` any
 * number of parts. Answers are remembered: repositories have many tags.
 */
export function createRepositoryFilter({
  include,
  exclude,
}: Selection['repositories']): (
  repository: string,
) => 'repository-not-included' | 'repository-excluded' | undefined {
  const matches = (patterns: readonly string[], repository: string) =>
    patterns.some((pattern) => matchesRepository(`${HOST}/${pattern}`, `${HOST}/${repository}`));
  const judge = (repository: string) => {
    if (!matches(include, repository)) return 'repository-not-included';
    return matches(exclude, repository) ? 'repository-excluded' : undefined;
  };
  const known = new Map<string, ReturnType<typeof judge>>();
  return (repository) => {
    if (!known.has(repository)) known.set(repository, judge(repository));
    return known.get(repository);
  };
}
