import { type ServedRegistry, serveMemoryRegistry } from '../../lib/registry/memory/serve.ts';
import { type RunningBaseboard, startBaseboard } from '../server.ts';
import { test as base } from './fixtures.ts';

/** A Baseboard of a file's own, with a registry that it may read. */
export interface Setup {
  readonly server: RunningBaseboard;
  readonly registry: ServedRegistry;
}

/** Tests with a registry in memory. `more` makes the rest of the configuration from its host. */
export function registryTests(more: (host: string) => string | Promise<string> = () => '') {
  return base.extend<object, { setup: Setup }>({
    setup: [
      // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's needs from the pattern.
      async ({}, use) => {
        const registry = await serveMemoryRegistry();
        const { host } = registry;
        const config = `registries:\n  - host: ${host}\n    plainHttp: true\n${await more(host)}`;
        const server = await startBaseboard({ config });
        await use({ server, registry });
        await server.stop();
        await registry.close();
      },
      { scope: 'worker', timeout: 240_000 },
    ],
    baseboard: [async ({ setup }, use) => use(setup.server), { scope: 'worker' }],
  });
}
