import type { RegistryError } from '#lib/registry/errors.ts';
import type { ListPage, ListPageRequest } from '#lib/registry/operations/lists/list-page.ts';
import { countIn, listError } from './lister-deps.ts';

/** The error of a 403 of GitHub, which also answers that when its rate limit is reached. */
export function forbidden(request: ListPageRequest): (page: ListPage) => RegistryError {
  return (page) => {
    const retryAfter = countIn(page.header('retry-after'));
    if (retryAfter !== undefined || page.header('x-ratelimit-remaining') === '0') {
      const problem = 'the registry limits requests (HTTP 403)';
      const facts = { kind: 'rate-limited', code: 'TOOMANYREQUESTS', problem, status: 403 } as const;
      return listError(request, { ...facts, retryAfter });
    }
    const problem = 'it is not visible with the available credentials (HTTP 403)';
    return listError(request, { kind: 'not-visible', code: 'DENIED', problem, status: 403 });
  };
}
