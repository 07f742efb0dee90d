import { AsyncLocalStorage } from 'node:async_hooks';

/**
 * The other end of the connection a request came by. No header says it, for whoever sends one writes it: it goes
 * beside the request, from the socket to the handler. On `globalThis`, as in `host.ts`: pages and routes are bundled
 * apart from the process that serves them.
 */
const KEY = Symbol.for('baseboard.peer');

type Global = typeof globalThis & { [KEY]?: AsyncLocalStorage<string | null> };

function storage(): AsyncLocalStorage<string | null> {
  const global = globalThis as Global;
  global[KEY] ??= new AsyncLocalStorage();
  return global[KEY];
}

/** Handles a request that came from `address`. */
export function withPeer<T>(address: string | undefined, handle: () => T): T {
  return storage().run(address ?? null, handle);
}

/** The address that the request under way came from; null outside of one. Behind a proxy it is the proxy's. */
export function peerAddress(): string | null {
  return storage().getStore() ?? null;
}
