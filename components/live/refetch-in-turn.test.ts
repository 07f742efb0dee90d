import { InfiniteQueryObserver, QueryClient, QueryObserver } from '@tanstack/react-query';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { refetchInTurn } from './refetch-in-turn.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A server whose answers take a second and say how many requests it had begun. */
function slowServer() {
  let requests = 0;
  const answer = async () => {
    requests += 1;
    const number = requests;
    await new Promise((done) => setTimeout(done, 1000));
    return number;
  };
  return { answer, requests: () => requests };
}

describe('queries that signals make old', () => {
  it('are fetched once more after the request under way, however many signals came', async () => {
    const client = new QueryClient();
    const { answer, requests } = slowServer();
    const observer = new QueryObserver(client, { queryKey: ['fleet'], queryFn: answer });
    observer.subscribe(() => {});
    const turns = refetchInTurn(client);
    await vi.advanceTimersByTimeAsync(500);
    for (let signals = 0; signals < 5; signals += 1) turns.run(['fleet']);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(requests()).toBe(2);
    expect(observer.getCurrentResult().data).toBe(2);
  });

  it('are not fetched twice where the request under way is new enough', async () => {
    const client = new QueryClient();
    const { answer, requests } = slowServer();
    new QueryObserver(client, { queryKey: ['fleet'], queryFn: answer }).subscribe(() => {});
    refetchInTurn(client).run(['fleet'], true);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(requests()).toBe(1);
  });

  it('get answers although signals come faster, and so does the next page of a list', async () => {
    const client = new QueryClient();
    const { answer } = slowServer();
    const list = new InfiniteQueryObserver(client, {
      queryKey: ['images', 'list'],
      queryFn: answer,
      initialPageParam: 0,
      getNextPageParam: (_last, _pages, pageParam) => pageParam + 1,
    });
    const turns = refetchInTurn(client);
    // As the table does near its end.
    list.subscribe(({ isFetching, data }) => {
      if (!isFetching && (data?.pages.length ?? 0) < 3) void list.fetchNextPage({ cancelRefetch: false });
    });
    await vi.advanceTimersByTimeAsync(1500);
    const signals = setInterval(() => turns.run(['images']), 400);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(list.getCurrentResult().data?.pages).toHaveLength(3);
    clearInterval(signals);
    await vi.advanceTimersByTimeAsync(20_000);
    const numbers = list.getCurrentResult().data?.pages ?? [];
    // One request brought all pages anew: no old page stands beside a new one.
    expect(numbers).toEqual([numbers[0], (numbers[0] ?? 0) + 1, (numbers[0] ?? 0) + 2]);
  });
});
