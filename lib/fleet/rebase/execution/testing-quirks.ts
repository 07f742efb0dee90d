// A fleet whose registry is behind proxies that add quirks, for tests of whole rebases.
import { afterAll, beforeAll } from 'vitest';
import { fasterTime } from '#lib/rebase/execution/testing.ts';
import {
  AT,
  type Match,
  on,
  type Quirk,
  type QuirkProxy,
  refused,
  startQuirkProxy,
} from '#lib/registry/testing/quirk-proxy.ts';
import { listAudit } from '#lib/store/rebases/audit-log.ts';
import { fleetTests, SLOW, type TestFleet } from '../../testing.ts';
import { pushOn } from '../../testing-images.ts';
import { previewRebase } from '../planning/plan-rebase.ts';
import { getRebase } from '../read-rebases.ts';
import { rebaseFleet, staleApp } from '../testing.ts';
import { applyRebase } from './start-rebase.ts';

/** Who rebases and rolls back, and why. */
export const CONSENT = { actor: 'operator', reason: 'a fix in the base' };
/** What takes half a minute takes a second and a half here. */
const TIMES = 20;

/** The registry mounts no blob of another repository. */
export const noMount = on(AT.mount, refused(405, 'UNSUPPORTED'));
/** A blob's bytes on their way, in whatever manner. */
export const content: Match = (passing) => AT.upload(passing) && passing.body.byteLength > 0;

/** The registry stores the tag's PUT, and answers neither it nor anything after it. */
export function downFromTheMove(): Quirk {
  let down = false;
  return async (passing, pass) => {
    if (down) return 'reset';
    down = AT.tagPut(passing);
    const answer = await pass();
    return down ? 'reset' : answer;
  };
}

/**
 * One fleet for a file of tests, behind as many proxies as it has scenes: what a client learns of one registry does not
 * hold for the next.
 */
export function quirkyFleet(sceneCount: number) {
  const openFleet = fleetTests();
  let fleet: TestFleet;
  let proxies: readonly QuirkProxy[];
  let scenes = 0;
  beforeAll(async () => {
    proxies = await Promise.all(Array.from({ length: sceneCount }, () => startQuirkProxy()));
    const registries = proxies.map(({ host }) => ({ host, plainHttp: true }));
    fleet = await openFleet({ client: { registries, deadlineMs: 2500 } });
    for (const proxy of proxies) proxy.upstream = fleet.registry.host;
  }, SLOW);
  afterAll(async () => {
    await fleet[Symbol.asyncDispose]();
    await Promise.all(proxies.map((proxy) => proxy[Symbol.asyncDispose]()));
  }, SLOW);

  /** The next proxy that nothing has gone through yet. */
  function nextProxy(): QuirkProxy {
    const proxy = proxies[scenes++];
    if (proxy === undefined) throw new Error('there are more scenes than proxies');
    return proxy;
  }

  /** An app on a base that moved, behind the proxy, with its rebase opened and not yet run. */
  async function opened(push: Parameters<typeof rebaseFleet>[1] = {}) {
    const proxy = nextProxy();
    const name = `apps/shop-${scenes}`;
    const basePath = `base-${scenes}:1`;
    const registry = { ...fleet.registry, host: proxy.host };
    const { app } = await staleApp(fleet, { path: `${name}:1`, basePath, registry });
    const rebasing = rebaseFleet(fleet, { patience: fasterTime(TIMES), ...push });
    const { context } = rebasing;
    const { stored } = await previewRebase(context, { reference: app.reference });
    const { id } = await applyRebase(context, stored.id, CONSENT);
    return {
      ...rebasing,
      proxy,
      app,
      plan: stored.plan,
      id,
      async state() {
        const { rebase } = await getRebase(context, id);
        return { state: rebase.state, error: rebase.error };
      },
      now: () => rebasing.digest(app.reference),
      /** The moves of the app's tag that are recorded, the newest first. */
      async record() {
        const { items } = await listAudit(context.db, { text: name, limit: 10, cursor: undefined });
        return items.map(({ action, fromDigest, toDigest }) => ({ action, fromDigest, toDigest }));
      },
      /** Somebody else moves the app's tag; answers to what. */
      pushOther: async () => (await pushOn(registry, `${name}:1`, undefined, `${name} by another`)).digest,
    };
  }

  return { opened, nextProxy, passTime: (seconds: number) => fleet.pass(seconds) };
}
