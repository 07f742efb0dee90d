import { dehydrate, QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { fillEmpty, takeReplaced } from './prefetched-data.ts';
import { PrefetchedQueries } from './prefetched-queries.tsx';

const KEY = ['fleet'];
const HASH = JSON.stringify(KEY);
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

/** A render to markup reads what hydration reads. */
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
    const state = prefetched('7 images', 1);
    expect(firstRender(new QueryClient(), state)).toBe('7 images');
    expect(takeReplaced(state)).toEqual(new Set());
  });

  it('has it also if the shell is already fetching the query, whose answer is fetched later', async () => {
    const client = new QueryClient();
    const answer = Promise.withResolvers<string>();
    void client.prefetchQuery({ queryKey: KEY, queryFn: () => answer.promise });
    const state = prefetched('7 images', 1);
    expect(firstRender(client, state)).toBe('7 images');
    answer.resolve('8 images');
    await answer.promise;
    expect(client.getQueryState(KEY)).toMatchObject({ data: '7 images', fetchStatus: 'idle' });
    expect(takeReplaced(state)).toEqual(new Set([HASH]));
  });

  it.each([
    ['newer', 1],
    ['older', 3],
  ])('has it also if the shell has %s data, which are fetched again', (_, updatedAt) => {
    const client = new QueryClient();
    client.setQueryData(KEY, '8 images', { updatedAt: 2 });
    const state = prefetched('7 images', updatedAt);
    expect(firstRender(client, state)).toBe('7 images');
    // Given up and begun again, as React may.
    expect(firstRender(client, state)).toBe('7 images');
    expect(takeReplaced(state)).toEqual(new Set([HASH]));
    expect(takeReplaced(state)).toEqual(new Set());
  });

  it('leaves alone what the shell has fetched with the same answer', () => {
    const client = new QueryClient();
    client.setQueryData(KEY, '7 images', { updatedAt: 2 });
    const state = prefetched('7 images', 1);
    expect(firstRender(client, state)).toBe('7 images');
    expect(takeReplaced(state)).toEqual(new Set());
    expect(client.getQueryState(KEY)?.dataUpdatedAt).toBe(2);
  });
});

describe('a page that navigation brings', () => {
  it('has the prefetched data if the shell is fetching the query', () => {
    const client = new QueryClient();
    void client.prefetchQuery({ queryKey: KEY, queryFn: never });
    fillEmpty(client, prefetched('7 images', 1));
    expect(client.getQueryState(KEY)).toMatchObject({ data: '7 images', fetchStatus: 'fetching' });
  });

  it.each([
    ['newer', 1],
    ['older', 3],
  ])('keeps data in the cache that are %s: an update follows the render', (_, updatedAt) => {
    const client = new QueryClient();
    client.setQueryData(KEY, '8 images', { updatedAt: 2 });
    fillEmpty(client, prefetched('7 images', updatedAt));
    expect(client.getQueryData(KEY)).toBe('8 images');
  });
});
