import type { ListPages } from '#lib/registry/operations/lists/list-page.ts';
import { BudgetSpentError } from './listing-problem.ts';

/** Counts the requests of one listing. */
export interface RequestBudget extends ListPages {
  /** Requests so far, retries of the client not counted. */
  used(): number;
  /** Counts a request that is made without `readListPage`. Throws {@link BudgetSpentError} if none is left. */
  spend(): void;
}

/** Refuses requests beyond `limit`, with a {@link BudgetSpentError}. */
export function withRequestBudget(pages: ListPages, limit: number): RequestBudget {
  let used = 0;
  const spend = () => {
    if (used >= limit) throw new BudgetSpentError(`the listing was stopped after ${limit} requests`);
    used += 1;
  };
  return {
    used: () => used,
    spend,
    repositoryPrefix: (host) => pages.repositoryPrefix(host),
    async readListPage(request, options) {
      spend();
      return pages.readListPage(request, options);
    },
  };
}
