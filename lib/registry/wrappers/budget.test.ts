import { expect, it } from 'vitest';
import { against } from '../testing/test-client.ts';
import { serveManifest } from '../testing/test-server.ts';
import { withBudget } from './budget.ts';

const ROOMY = { ms: 60_000, calls: 100 };

it('ends a call that hangs when the common time is up, and sends nothing after', async () => {
  const seen = await against(
    () => undefined,
    async (client, repository, requests) => {
      const limited = withBudget(client, { ...ROOMY, ms: 1500 });
      const failure = { kind: 'timeout', code: 'TIME_UP', host: repository.registry };
      await expect(limited.resolve({ ...repository, tag: '1' })).rejects.toMatchObject({
        ...failure,
        operation: 'resolve',
      });
      await expect(limited.listTags(repository)).rejects.toMatchObject({
        ...failure,
        operation: 'list-tags',
      });
      return requests.length;
    },
  );
  expect(seen).toBe(1);
});

it('refuses calls beyond the number without sending them', async () => {
  await against(serveManifest, async (client, repository, requests) => {
    const limited = withBudget(client, { ...ROOMY, calls: 2 });
    const look = () => limited.resolve({ ...repository, tag: '1' });
    await look();
    await look();
    await expect(look()).rejects.toMatchObject({
      kind: 'timeout',
      code: 'TOO_MANY_REQUESTS',
      problem: 'more than 2 requests would be needed',
    });
    expect(requests).toHaveLength(2);
  });
});

it('keeps the caller’s own signal', async () => {
  await against(
    () => undefined,
    async (client, repository) => {
      const giveUp = new AbortController();
      const look = withBudget(client, ROOMY).resolve({ ...repository, tag: '1' }, { signal: giveUp.signal });
      giveUp.abort();
      await expect(look).rejects.toMatchObject({ kind: 'aborted' });
    },
  );
});
