import type { Config } from '#lib/config/config.ts';
import type { FleetContext } from '#lib/fleet/context.ts';
import { listRegistries } from '#lib/fleet/registries/list-registries.ts';
import { retryRegistry } from '#lib/fleet/registries/retry-registry.ts';
import type { RegistryListView } from '../../contract/registries.ts';
import { presentRegistry } from '../../present/registries.ts';

/** Registries and how they answer, as routes and pages call them, in the contract's words. */
export function createRegistryApplication(context: FleetContext, { registries }: Pick<Config, 'registries'>) {
  return {
    async listRegistries(): Promise<RegistryListView> {
      return { items: (await listRegistries(context, registries)).map(presentRegistry) };
    },
    async retryRegistry(host: string) {
      const { id, total } = await retryRegistry(context, host);
      return { id, total };
    },
  };
}
