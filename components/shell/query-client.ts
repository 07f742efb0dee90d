import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { ProblemError } from '#lib/api/client/request.ts';

/** Live events keep what is shown current; this is for a stream that is down. */
const STALE_MS = 30_000;
const MOST_RETRIES = 2;

/** The browser's query cache: what is refused for want of a login leads to the login page. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({ onError: goToLogin }),
    mutationCache: new MutationCache({ onError: goToLogin }),
    defaultOptions: {
      queries: {
        staleTime: STALE_MS,
        retry: (failures, error) => failures < MOST_RETRIES && mayPass(error),
      },
    },
  });
}

/** What the caller did wrong stays wrong; a server or network in trouble may recover. */
function mayPass(error: Error): boolean {
  if (!(error instanceof ProblemError)) return true;
  const { status } = error.problem;
  return status === 0 || status === 503 || status === 504;
}

function goToLogin(error: Error) {
  if (!(error instanceof ProblemError) || error.problem.status !== 401) return;
  const { pathname, search } = window.location;
  if (pathname === '/login') return;
  window.location.assign(`/login?next=${encodeURIComponent(pathname + search)}`);
}
