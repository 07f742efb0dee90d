import { createRegistry, type RegistryClient } from '../client.ts';
import type { ClientSettings } from '../settings.ts';
import { type Handler, type SeenRequest, startTestServer, type TestServer } from './test-server.ts';

/** Runs `act` with a server that `handler` answers for, and a client of it that does not retry unless told to. */
export async function withServer<T>(
  handler: Handler,
  act: (client: RegistryClient, server: TestServer) => Promise<T>,
  settings: Partial<ClientSettings> = {},
): Promise<T> {
  await using server = await startTestServer(handler);
  const client = createRegistry(
    { registries: [{ host: server.host, plainHttp: true }], retries: 0, ...settings },
    { random: () => 0 },
  );
  try {
    return await act(client, server);
  } finally {
    await client.close();
  }
}

/** Runs `act` with a client of a server that `handler` answers for, with short waits between retries. */
export function against<T>(
  handler: Handler,
  act: (
    client: RegistryClient,
    repository: { registry: string; repository: string },
    seen: readonly SeenRequest[],
  ) => Promise<T>,
  settings: Partial<ClientSettings> = {},
): Promise<T> {
  return withServer(
    handler,
    (client, { host, requests }) => act(client, { registry: host, repository: 'team/app' }, requests),
    { retries: 2, ...settings },
  );
}
