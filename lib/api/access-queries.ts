import { queryOptions } from '@tanstack/react-query';
import type { MeView } from './contract/access.ts';
import { requestJson } from './request.ts';

/** Who looks at the page, and what they may do. */
export function meQuery() {
  return queryOptions({
    queryKey: ['me'],
    queryFn: ({ signal }) => requestJson<MeView>('/me', { signal }),
  });
}
