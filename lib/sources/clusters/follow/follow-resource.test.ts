import { describe, expect, test } from 'vitest';
import { type Handler, startTestServer } from '#lib/registry/testing/test-server.ts';
import { createApiClient } from '../api/api-client.ts';
import type { ApiError } from '../api/api-error.ts';
import { PODS } from '../api/resources.ts';
import { splitLines } from '../api/split-lines.ts';
import { podObject } from '../testing.ts';
import { createLiveCluster, type LiveCluster, sendStatus } from '../testing-api.ts';
import { followResource } from './follow-resource.ts';

/** Follows the pods of a server; `until` waits for a state of what is known. */
async function following(
  handler: Handler,
  check: (known: {
    readonly pods: ReadonlySet<string>;
    readonly errors: readonly [string, ApiError][];
    readonly lists: () => number;
    readonly sent: readonly string[];
    until(condition: () => boolean): Promise<void>;
  }) => Promise<void>,
): Promise<void> {
  await using server = await startTestServer(handler);
  const stop = new AbortController();
  const deps = { userAgent: 'test', signal: stop.signal, random: () => 0 };
  const connection = {
    server: new URL(server.origin),
    isListed: true,
    tls: {},
    authorization: () => undefined,
  };
  const client = createApiClient(connection, deps);
  const pods = new Set<string>();
  const errors: [string, ApiError][] = [];
  let lists = 0;
  let noted = () => {};
  const changed = (act: () => void) => {
    act();
    noted();
  };
  const ended = followResource(
    client,
    PODS,
    '',
    {
      replace: (items) =>
        changed(() => {
          lists += 1;
          pods.clear();
          for (const { name } of items) pods.add(name);
        }),
      set: ({ name }) => changed(() => pods.add(name)),
      remove: (uid) => changed(() => pods.delete(uid.replace('pod-shop-', ''))),
      current: () => changed(() => undefined),
      failed: (error, verb) => changed(() => errors.push([verb, error])),
    },
    { ...deps, wait: async () => new Promise((resolve) => setImmediate(resolve)) },
  );
  const until = async (condition: () => boolean) => {
    while (!condition()) {
      await Promise.race([
        new Promise<void>((resolve) => {
          noted = resolve;
        }),
        new Promise((resolve) => setTimeout(resolve, 10)),
      ]);
    }
  };
  try {
    const sent = {
      get urls() {
        return server.requests.map(({ url }) => url);
      },
    };
    await check({
      pods,
      errors,
      lists: () => lists,
      get sent() {
        return sent.urls;
      },
      until,
    });
  } finally {
    stop.abort();
    await ended;
    await client.close();
  }
}

const pod = (name: string) => podObject({ name });
const watched = (cluster: LiveCluster) => () => cluster.watches() === 1;

test('changes are followed', async () => {
  const cluster = createLiveCluster({ pods: [pod('a')] });
  await following(cluster.handler, async ({ pods, until, lists }) => {
    await until(watched(cluster));
    cluster.change('ADDED', 'pods', pod('b'));
    cluster.change('MODIFIED', 'pods', pod('b'));
    cluster.change('DELETED', 'pods', pod('a'));
    await until(() => pods.has('b') && !pods.has('a'));
    expect([[...pods], lists()]).toEqual([['b'], 1]);
  });
});

test('a watch that ends is opened again where the last bookmark was', async () => {
  const cluster = createLiveCluster({ pods: [pod('a')] });
  await following(cluster.handler, async (known) => {
    await known.until(watched(cluster));
    cluster.bookmark();
    cluster.endWatches();
    cluster.change('ADDED', 'pods', pod('missed'));
    await known.until(() => known.pods.has('missed'));
    expect([known.lists(), known.errors]).toEqual([1, []]);
    const versions = known.sent.flatMap((url) => /resourceVersion=(\d+)/.exec(url)?.[1] ?? []);
    expect(versions.slice(0, 2)).toEqual(['100', '101']);
    expect(known.sent[1]).toContain('allowWatchBookmarks=true');
  });
});

test.each(['status', 'event'] as const)('after 410 as %s the list is read anew', async (as) => {
  const cluster = createLiveCluster({ pods: [pod('a')] });
  await following(cluster.handler, async ({ pods, until, lists, errors }) => {
    await until(watched(cluster));
    cluster.endWatches();
    cluster.change('DELETED', 'pods', pod('a'));
    cluster.change('ADDED', 'pods', pod('b'));
    cluster.compact(as);
    await until(() => lists() === 2 && cluster.watches() === 1);
    expect([[...pods], errors]).toEqual([['b'], []]);
  });
});

describe('failures', () => {
  test('are reported with their verb, and repeated', async () => {
    const cluster = createLiveCluster({ pods: [pod('a')] });
    let refused = 1;
    const handler: Handler = (request, response) => {
      const isWatch = request.url.includes('watch=1');
      if (refused > 0 && !isWatch) {
        refused -= 1;
        return sendStatus(response, 403);
      }
      if (refused === 0 && isWatch) {
        refused -= 1;
        return sendStatus(response, 403);
      }
      cluster.handler(request, response);
    };
    await following(handler, async ({ pods, until, errors }) => {
      await until(watched(cluster));
      expect(errors.map(([verb, { kind }]) => [verb, kind])).toEqual([
        ['list', 'forbidden'],
        ['watch', 'forbidden'],
      ]);
      expect([...pods]).toEqual(['a']);
    });
  });

  test.each<[string, string, string]>([
    ['a change that is cut off', '{"type":"ADDED","obj\n', 'unreachable'],
    ['a change without a version', '{"type":"ADDED","object":{"metadata":{}}}\n', 'invalid-answer'],
    ['an unknown event', '{"type":"MOVED","object":{}}\n', 'invalid-answer'],
    ['a server error', '{"type":"ERROR","object":{"code":500}}\n', 'unreachable'],
  ])('%s', async (_, line, kind) => {
    const cluster = createLiveCluster({ pods: [pod('a')] });
    let broken = 1;
    const handler: Handler = (request, response) => {
      if (!request.url.includes('watch=1') || broken-- <= 0) return cluster.handler(request, response);
      response.end(line);
    };
    await following(handler, async ({ until, errors, pods }) => {
      await until(watched(cluster));
      expect(errors.map(([verb, error]) => [verb, error.kind])).toEqual([['watch', kind]]);
      expect([...pods]).toEqual(['a']);
    });
  });
});

describe('lines', () => {
  async function lines(chunks: readonly string[], max?: number): Promise<string[]> {
    const found: string[] = [];
    const bytes = (async function* () {
      for (const chunk of chunks) yield Buffer.from(chunk, 'latin1');
    })();
    for await (const line of splitLines(bytes, max)) found.push(line);
    return found;
  }

  test('are split wherever chunks end, also within a character', async () => {
    const text = Buffer.from('{"a":"é"}\n\n{"b":2}\n{"half"').toString('latin1');
    for (let at = 0; at <= text.length; at += 1) {
      expect(await lines([text.slice(0, at), text.slice(at)])).toEqual(['{"a":"é"}', '{"b":2}']);
    }
  });

  test('have a limit', async () => {
    await expect(lines(['abc', 'def', '\n'], 5)).rejects.toThrow('larger than 5 bytes');
    expect(await lines(['abc\nde', 'f\n'], 5)).toEqual(['abc', 'def']);
  });
});
