import { describe, expect, it } from 'vitest';
import { parseReference } from '#lib/oci/reference.ts';
import { createRegistry } from '#lib/registry/client.ts';
import { basedOn, type ImageRecipe, push, pushIndex } from '#lib/registry/memory/image-builder.ts';
import { createMemoryRegistry } from '#lib/registry/memory/memory-registry.ts';
import { serveMemoryRegistry } from '#lib/registry/memory/serve.ts';
import type { Registry } from '#lib/registry/registry.ts';
import { createRequestCounter } from '#lib/registry/testing/request-counter.ts';
import { ExecutionError, executePlan } from './execute.ts';
import { type ExecutionStep, stepsOf } from './execution-steps.ts';
import { fasterTime, loadSource } from './testing.ts';
import { appOn, newBase, oldBase, planOf, scene, tagOf, trouble } from './testing-scene.ts';

async function served(options: Parameters<typeof serveMemoryRegistry>[0] = {}) {
  const server = await serveMemoryRegistry(options);
  const counter = createRequestCounter();
  const login = { username: 'ci', password: 'secret' };
  const client = createRegistry(
    { registries: [{ host: server.host, plainHttp: true, ...login }], retries: 0 },
    { observe: counter.observe },
  );
  return {
    server,
    client,
    counter,
    [Symbol.asyncDispose]: async () => {
      await client.close();
      await server.close();
    },
  };
}

describe('executing a plan', () => {
  it('ends with the planned digest under the tag, and everything it needs beside it', async () => {
    const registry = createMemoryRegistry();
    const { app, plan } = await scene(registry, 'r.test');
    const reported: ExecutionStep[] = [];
    const outcome = await executePlan(registry, plan, { onStep: (step) => void reported.push(step) });
    expect(outcome).toEqual({ kind: 'done' });
    expect(await tagOf(registry, app)).toBe(plan.toDigest);
    const source = await loadSource(registry, app, plan.toDigest);
    if (source.kind !== 'manifest') throw new Error('not a manifest');
    for (const { digest } of source.document.content.layers) {
      expect(await registry.hasBlob({ ...app, digest })).toBe(true);
    }
    const done = reported.filter(({ state }) => state === 'done').map(({ index }) => index);
    expect(done.toSorted((a, b) => a - b)).toEqual(stepsOf(plan).map(({ index }) => index));
  });

  it('takes as many requests as the plan said', async () => {
    await using scope = await served();
    const { client, counter, server } = scope;
    const { plan } = await scene(client, server.host);
    counter.reset();
    await executePlan(client, plan);
    expect(counter.count()).toBe(plan.requests);
  });

  it('copies across registries, checked by digest', async () => {
    await using scope = await served();
    const { client, server } = scope;
    const other = await serveMemoryRegistry();
    const both = createRegistry({
      registries: [server, other].map(({ host }) => ({ host, plainHttp: true })),
      retries: 0,
    });
    try {
      const { app, plan } = await scene(both, server.host, other.host);
      expect(plan.copies).toHaveLength(2);
      await executePlan(both, plan);
      expect(await tagOf(client, app)).toBe(plan.toDigest);
    } finally {
      await both.close();
      await other.close();
    }
  });

  it('of an index puts each child by digest, and the index under the tag', async () => {
    const registry = createMemoryRegistry();
    const base = 'r.test/library/base:1';
    const both = (recipe: ImageRecipe) =>
      ['linux/amd64', 'linux/arm64'].map((platform) => recipe.on(platform));
    const oldDigest = await pushIndex(registry, base, { images: both(oldBase) });
    const images = both(appOn(oldBase)).map((each) => each.annotate(basedOn(base, oldDigest)));
    const fromDigest = await pushIndex(registry, 'r.test/apps/shop:1', { images });
    const newDigest = await pushIndex(registry, base, { images: both(newBase) });
    const plan = await planOf(registry, 'r.test/apps/shop:1', base, oldDigest, newDigest, fromDigest);
    expect(await executePlan(registry, plan)).toEqual({ kind: 'done' });
    const source = await loadSource(registry, parseReference('r.test/apps/shop:1'), plan.toDigest);
    expect(source.kind === 'index' && source.children.size).toBe(2);
  });
});

describe('trouble', () => {
  it('mount answers 202: the bytes are moved instead', async () => {
    const registry = createMemoryRegistry();
    const { app, plan } = await scene(registry, 'r.test');
    const reluctant: Registry = { ...registry, mountBlob: async () => 'not-mounted' };
    expect(await executePlan(reluctant, plan)).toEqual({ kind: 'done' });
    expect(await tagOf(registry, app)).toBe(plan.toDigest);
  });

  it('mount answers 401, as to a token without the source’s scope: the bytes are moved instead', async () => {
    const registry = createMemoryRegistry();
    const { app, plan } = await scene(registry, 'r.test');
    const denied: Registry = {
      ...registry,
      mountBlob: async (address) => {
        throw trouble('not-visible', 'mount-blob', address.registry);
      },
    };
    expect(await executePlan(denied, plan)).toEqual({ kind: 'done' });
    expect(await tagOf(registry, app)).toBe(plan.toDigest);
  });

  it('a copy that is corrupted in flight is no layer', async () => {
    await using scope = await served();
    const { client, server } = scope;
    const { app, plan, fromDigest } = await scene(client, server.host);
    const corrupting: Registry = {
      ...client,
      mountBlob: async () => 'not-mounted',
      openBlob: async (address, options) => {
        const bytes = Buffer.concat(await Array.fromAsync(await client.openBlob(address, options)));
        bytes[0] = (bytes[0] ?? 0) ^ 1;
        return (async function* () {
          yield bytes;
        })();
      },
    };
    await expect(executePlan(corrupting, plan)).rejects.toThrow(ExecutionError);
    expect(await tagOf(client, app)).toBe(fromDigest);
  });

  it('tag moved between plan and PUT: the newer digest survives', async () => {
    const registry = createMemoryRegistry();
    const { app, plan } = await scene(registry, 'r.test');
    const newer = await push(
      registry,
      'r.test/apps/shop:1',
      appOn(newBase).runtime({ User: 'someone else' }),
    );
    expect(await executePlan(registry, plan)).toEqual({ kind: 'conflict', found: newer });
    expect(await tagOf(registry, app)).toBe(newer);
  });

  it('tag moved between the look and the PUT: the registry’s condition refuses it', async () => {
    const registry = createMemoryRegistry();
    const { app, plan } = await scene(registry, 'r.test');
    let newer = '';
    const onStep = async ({ kind, state }: ExecutionStep) => {
      if (kind !== 'tag' || state !== 'running') return;
      newer = await push(registry, 'r.test/apps/shop:1', appOn(newBase).runtime({ User: 'someone else' }));
    };
    expect(plan.targetEtag).not.toBeNull();
    expect(await executePlan(registry, plan, { onStep })).toEqual({ kind: 'conflict', found: newer });
    expect(await tagOf(registry, app)).toBe(newer);
  });

  it('the tag that was deleted meanwhile is a conflict', async () => {
    const registry = createMemoryRegistry();
    const { app, plan } = await scene(registry, 'r.test');
    await registry.deleteManifest(app);
    expect(await executePlan(registry, plan)).toEqual({ kind: 'conflict', found: null });
  });

  it('registry that answers 201 but stores nothing: not a success', async () => {
    const registry = createMemoryRegistry();
    const { plan } = await scene(registry, 'r.test');
    const forgetful: Registry = {
      ...registry,
      putManifest: async () => ({ digest: plan.toDigest, subjectProcessed: false }),
    };
    const patience = fasterTime(100);
    await expect(executePlan(forgetful, plan, { patience })).rejects.toThrow(/was not stored/);
  });

  it('immutable tags: refused, the tag as it was', async () => {
    const registry = createMemoryRegistry();
    const { app, plan, fromDigest } = await scene(registry, 'r.test');
    const immutable: Registry = {
      ...registry,
      putManifest: async (target, ...rest) => {
        if (target.tag !== undefined) throw trouble('conflict', 'put-manifest', target.registry);
        return registry.putManifest(target, ...rest);
      },
    };
    await expect(executePlan(immutable, plan)).rejects.toThrow(/may be immutable/);
    expect(await tagOf(registry, app)).toBe(fromDigest);
  });

  it('whatever step it dies at, running it again ends the same, with one PUT of the tag', async () => {
    const steps = stepsOf((await scene(createMemoryRegistry(), 'r.test')).plan);
    const deaths = steps.flatMap(({ index }) => [
      { index, state: 'running' },
      { index, state: 'done' },
    ]);
    for (const death of deaths) {
      const registry = createMemoryRegistry();
      const { app, plan } = await scene(registry, 'r.test');
      let puts = 0;
      const counting: Registry = {
        ...registry,
        putManifest: (target, ...rest) => {
          if (target.tag !== undefined) puts += 1;
          return registry.putManifest(target, ...rest);
        },
      };
      const onStep = ({ index, state }: ExecutionStep) => {
        if (index === death.index && state === death.state) throw new Error('killed');
      };
      await expect(executePlan(counting, plan, { onStep })).rejects.toThrow('killed');
      const between = await tagOf(registry, app);
      expect([plan.fromDigest, plan.toDigest]).toContain(between);
      const outcome = await executePlan(counting, plan, { resumed: true });
      expect(outcome.kind).toBe(between === plan.toDigest ? 'already-done' : 'done');
      expect(await tagOf(registry, app)).toBe(plan.toDigest);
      expect(puts).toBe(1);
    }
  });

  it('run twice, the second finds it done', async () => {
    const registry = createMemoryRegistry();
    const { plan } = await scene(registry, 'r.test');
    await executePlan(registry, plan);
    expect(await executePlan(registry, plan)).toEqual({ kind: 'already-done' });
  });
});
