import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { ProblemError } from '#lib/api/client/request.ts';

/** Events keep the page current; this is for a stream that is down. */
const STALE_MS = 30_000;
const MOST_RETRIES = 2;

/** The browser's query cache. A 401 leads to the login page. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({ onError: goToLogin }),
    mutationCache: new MutationCache({ onError: goToLogin }),
    defaultOptions: {
      queries: {
        staleTime: STALE_MS,
        retry: (failures, error) => failures < MOST_RETRIES && isTransient(error),
      },
    },
  });
}

/** True for a failure that may pass: of the network, or of a server in trouble. A wrong request stays wrong. */
export function isTransient(error: Error): boolean {
  if (!(error instanceof ProblemError)) return true;
  const { status } = error.problem;
  return status === 0 || status === 503 || status === 504;
}

/** The login page to go to after a 401, with the way back to `page`; undefined for other errors and on that page. */
export function loginAfter(
  error: Error,
  page: { readonly pathname: string; readonly search: string },
): string | undefined {
  if (!(error instanceof ProblemError) || error.problem.status !== 401) return undefined;
  if (page.pathname === '/login') return undefined;
  return `/login?next=${encodeURIComponent(page.pathname + page.search)}&failure=ended`;
}

function goToLogin(error: Error) {
  const login = loginAfter(error, window.location);
  if (login !== undefined) window.location.assign(login);
}
