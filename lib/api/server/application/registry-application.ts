import type { Config } from '#lib/config/config.ts';
import type { WithRegistryStatus } from '#lib/fleet/capabilities.ts';
import { listRegistries } from '#lib/fleet/registries/list-registries.ts';
import { retryRegistry } from '#lib/fleet/registries/retry-registry.ts';
import type { ScanContext } from '#lib/fleet/scan/scan-images.ts';
import type { RegistryListView } from '../../contract/registries.ts';
import { presentRegistry } from '../../present/registries.ts';

/** Registries and their health, for routes and pages, with the contract's types. */
export function createRegistryApplication(
  context: ScanContext & WithRegistryStatus,
  { registries }: Pick<Config, 'registries'>,
) {
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
