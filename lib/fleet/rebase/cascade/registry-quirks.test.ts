import { describe, expect, it } from 'vitest';
import { clockTime } from '#lib/lineage/words/time-words.ts';
import { fasterTime } from '#lib/rebase/execution/testing.ts';
import { AT, limited, startQuirkProxy } from '#lib/registry/testing/quirk-proxy.ts';
import { listAudit } from '#lib/store/rebases/audit-log.ts';
import { readRollBackEnd } from '#lib/store/rebases/tag-lock.ts';
import { trackImages } from '../../images/track-images.ts';
import { fleetTests, SLOW } from '../../testing.ts';
import { type Pushed, pushOn } from '../../testing-images.ts';
import { rollBackRebase } from '../execution/roll-back-rebase.ts';
import { applyRebase } from '../execution/start-rebase.ts';
import { CONSENT, downFromTheMove } from '../execution/testing-quirks.ts';
import { previewRebase } from '../planning/plan-rebase.ts';
import { recheckUnclearTags } from '../recovery/recheck-unclear-tags.ts';
import { resumeOrphans } from '../recovery/resume-orphans.ts';
import { rebaseFleet } from '../testing.ts';
import { startCascade } from './control-cascade.ts';
import { planCascade } from './plan-cascade.ts';
import { getCascade } from './read-cascades.ts';
import { runCascadeItem } from './run-cascade-item.ts';

const openFleet = fleetTests();
const ACTOR = 'operator';
/** Jobs of one registry at a time, as the workers have it. */
const LANES = 6;

/** A fleet by its links, behind a proxy; its bottom has moved on, and a cascade is planned. */
async function moved(links: Readonly<Record<string, string>>) {
  const proxy = await startQuirkProxy();
  const fleet = await openFleet({ client: { registries: [{ host: proxy.host, plainHttp: true }] } });
  proxy.upstream = fleet.registry.host;
  const registry = { ...fleet.registry, host: proxy.host };
  const pushed: Record<string, Pushed> = { base: await pushOn(registry, 'base:1') };
  for (const [name, below] of Object.entries(links))
    pushed[name] = await pushOn(registry, `${name}:1`, pushed[below]);
  await trackImages(
    fleet.context,
    Object.values(pushed).map(({ reference }) => reference),
    true,
  );
  await fleet.runJobs();
  await pushOn(registry, 'base:1', undefined, 'base, next');
  fleet.pass(60);
  const rebasing = rebaseFleet(fleet, { patience: fasterTime(20) });
  const { context } = rebasing;
  const id = await planCascade(context, { reference: `${proxy.host}/base:1`, actor: ACTOR });
  return {
    ...rebasing,
    fleet,
    proxy,
    id,
    async states() {
      const { items } = await getCascade(context, id);
      return Object.fromEntries(
        items.map(({ reference, state }) => [reference.replace(/^.*\/|:1$/g, ''), state]),
      );
    },
    async moves() {
      const query = { text: undefined, limit: 100, cursor: undefined };
      return (await listAudit(context.db, query)).items.length;
    },
    async [Symbol.asyncDispose]() {
      await fleet[Symbol.asyncDispose]();
      await proxy[Symbol.asyncDispose]();
    },
  };
}

describe('a cascade at a registry with a quirk', { timeout: SLOW }, () => {
  it('that takes ten writes in a while rebases thirty images, and none fails', async () => {
    const names = Array.from({ length: 30 }, (_, n) => `app-${n}`);
    await using scene = await moved(Object.fromEntries(names.map((name) => [name, 'base'])));
    const { context, id, waiting, proxy } = scene;
    await startCascade(context, id, { actor: ACTOR });
    let refusals = 0;
    const limit = limited(AT.write, 10, 150);
    proxy.quirk = async (passing, pass) => {
      const answer = await limit(passing, pass);
      if (typeof answer === 'object' && answer.status === 429) refusals += 1;
      return answer;
    };
    const jobs = [...waiting][Symbol.iterator]();
    const lane = async () => {
      for (const job of jobs) await runCascadeItem(context, job);
    };
    await Promise.all(Array.from({ length: LANES }, lane));
    proxy.quirk = undefined;
    expect(refusals).toBeGreaterThan(0);
    expect(Object.values(await scene.states())).toEqual(names.map(() => 'succeeded'));
    expect((await getCascade(context, id)).cascade.state).toBe('succeeded');
    expect(await scene.moves()).toBe(30);
  });

  it('that does not show a moved tag waits for it, and leaves nothing out', async () => {
    await using scene = await moved({ platform: 'base', app: 'platform', other: 'base' });
    const { context, id, run, proxy, fleet } = scene;
    await startCascade(context, id, { actor: ACTOR });
    let hidden = false;
    proxy.quirk = async (passing, pass) => {
      const platform = passing.path.includes('/platform/manifests/1');
      if (platform && hidden) return 'reset';
      const answer = await pass();
      hidden ||= platform && AT.tagPut(passing);
      return platform && hidden ? 'reset' : answer;
    };
    await run();
    expect(await scene.states()).toEqual({ platform: 'running', app: 'waiting', other: 'succeeded' });
    expect((await getCascade(context, id)).cascade.state).toBe('running');
    proxy.quirk = undefined;
    fleet.pass(60);
    await resumeOrphans(context);
    await run();
    expect(await scene.states()).toEqual({ platform: 'succeeded', app: 'succeeded', other: 'succeeded' });
    expect((await getCascade(context, id)).cascade.state).toBe('succeeded');
    expect(await scene.moves()).toBe(3);
  });

  it('that does not show the result of a rollback keeps its image waiting, and says until when', async () => {
    await using scene = await moved({ app: 'base' });
    const { context, id, run, proxy, fleet } = scene;
    const { stored } = await previewRebase(context, { reference: `${proxy.host}/app:1` });
    const rebase = await applyRebase(context, stored.id, CONSENT);
    await run();
    proxy.quirk = downFromTheMove();
    await expect(rollBackRebase(context, rebase.id, CONSENT)).rejects.toThrow(/unclear/);
    proxy.quirk = undefined;
    await startCascade(context, id, { actor: ACTOR });
    await run();
    expect(await scene.states()).toEqual({ app: 'waiting' });
    const [item] = (await getCascade(context, id)).items;
    const until = await readRollBackEnd(context.db, `${proxy.host}/app:1`, context.clock());
    const end = clockTime(until?.toISOString() ?? '', context.clock().getTime());
    expect(item?.error).toMatch(/is being rolled back/);
    expect(item?.error).toContain(` at most until ${end}. To find out now, undo`);
    await recheckUnclearTags(context);
    fleet.pass(60);
    await resumeOrphans(context);
    await run();
    expect((await getCascade(context, id)).items).toMatchObject([{ state: 'succeeded', error: null }]);
    expect((await getCascade(context, id)).cascade.state).toBe('succeeded');
  });

  it('whose answers are lost, and whose reads lag, leaves no branch out', async () => {
    await using scene = await moved({ platform: 'base', app: 'platform' });
    const { context, id, run, proxy } = scene;
    await startCascade(context, id, { actor: ACTOR });
    proxy.quirk = async (passing, pass) => {
      const answer = await pass();
      return AT.tagPut(passing) ? 'reset' : answer;
    };
    await run();
    expect(await scene.states()).toEqual({ platform: 'succeeded', app: 'succeeded' });
    expect(await scene.moves()).toBe(2);
  });
});
