import { dehydrate, QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { PrefetchedQueries } from './prefetched-queries.tsx';

const KEY = ['fleet'];
const never = () => new Promise<string>(() => {});

/** The queries as a server sends them that fetched `data` at `updatedAt`. */
function prefetched(data: string, updatedAt: number) {
  const server = new QueryClient();
  server.setQueryData(KEY, data, { updatedAt });
  return dehydrate(server);
}

function Page() {
  const { data } = useQuery({ queryKey: KEY, queryFn: never });
  return data ?? 'skeleton';
}

const firstRender = (client: QueryClient, state: ReturnType<typeof prefetched>) =>
  renderToStaticMarkup(
    <QueryClientProvider client={client}>
      <PrefetchedQueries state={state}>
        <Page />
      </PrefetchedQueries>
    </QueryClientProvider>,
  );

describe('the first render of a page', () => {
  it('has the prefetched data', () => {
    expect(firstRender(new QueryClient(), prefetched('7 images', 1))).toBe('7 images');
  });

  it('has it also if the shell is already fetching the query', () => {
    const client = new QueryClient();
    void client.prefetchQuery({ queryKey: KEY, queryFn: never });
    expect(firstRender(client, prefetched('7 images', 1))).toBe('7 images');
    expect(client.getQueryState(KEY)?.fetchStatus).toBe('fetching');
  });

  it.each([
    ['newer', 1],
    ['older', 3],
  ])('keeps data in the cache that is %s: an update follows the render', (_, updatedAt) => {
    const client = new QueryClient();
    client.setQueryData(KEY, '8 images', { updatedAt: 2 });
    expect(firstRender(client, prefetched('7 images', updatedAt))).toBe('8 images');
  });
});
