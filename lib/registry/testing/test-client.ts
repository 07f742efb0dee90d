import { createRegistry, type RegistryClient } from '../client.ts';
import type { ClientSettings } from '../settings.ts';
import { type Handler, type SeenRequest, startTestServer } from './test-server.ts';

/** Runs `act` with a client of a server that `handler` answers for, with short waits between retries. */
export async function against<T>(
  handler: Handler,
  act: (
    client: RegistryClient,
    repository: { registry: string; repository: string },
    seen: readonly SeenRequest[],
  ) => Promise<T>,
  settings: Partial<ClientSettings> = {},
): Promise<T> {
  await using server = await startTestServer(handler);
  const client = createRegistry(
    { registries: [{ host: server.host, plainHttp: true }], retries: 2, ...settings },
    { random: () => 0 },
  );
  try {
    return await act(client, { registry: server.host, repository: 'team/app' }, server.requests);
  } finally {
    await client.close();
  }
}
