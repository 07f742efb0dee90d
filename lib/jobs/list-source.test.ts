import { describe, expect, it } from 'vitest';
import { createSource } from '#lib/fleet/sources/create-source.ts';
import { getSource } from '#lib/fleet/sources/read-sources.ts';
import { SLOW } from '#lib/fleet/testing.ts';
import { pushOn } from '#lib/fleet/testing-images.ts';
import { type ServedRegistry, serveMemoryRegistry } from '#lib/registry/memory/serve.ts';
import { startRuntime } from './runtime/runtime.ts';
import { kill, openWorkshop } from './testing.ts';

const BY = { name: 'operator', address: null };
const PATIENCE = { timeout: 60_000, interval: 200 };

const asked = ({ requests }: ServedRegistry, part: string) =>
  requests.filter((request) => request.includes(part)).length;

describe('a worker that is killed in the middle of a listing', { timeout: 2 * SLOW }, () => {
  it('leaves it to another, which continues at the next page', async () => {
    const registry = await serveMemoryRegistry();
    await using workshop = openWorkshop();
    const host = await startRuntime(workshop.config([registry.host]));
    const { context } = host;
    await host.boss.offWork('list-source');
    for (const path of ['a/one:1', 'b/two:1', 'c/three:1']) await pushOn(registry, path);
    registry.faults.add({ fault: { kind: 'hang' }, path: /c\/three\/tags/ });
    const env = workshop.environment([registry.host], host.database.url);
    const first = await workshop.run('worker.ts', env, 'ready');
    const config = { registry: registry.host };
    const { source } = await createSource(context, { name: 'all', kind: 'registry', config }, BY);
    await expect.poll(() => asked(registry, 'c/three/tags'), PATIENCE).toBe(1);
    // What was read is tracked before the listing ends.
    expect(await getSource(context, source.id)).toMatchObject({ tracked: 2, source: { state: 'listing' } });
    await kill(first);
    registry.faults.clear();
    await workshop.run('worker.ts', env, 'ready');
    await expect.poll(async () => (await getSource(context, source.id)).source.state, PATIENCE).toBe('ok');
    expect(await getSource(context, source.id)).toMatchObject({
      tracked: 3,
      last: { complete: true, added: 3 },
    });
    expect(asked(registry, 'a/one/tags')).toBe(1);
    await host.stop();
    await registry.close();
  });
});
