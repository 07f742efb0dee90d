import { AsyncLocalStorage } from 'node:async_hooks';

/**
 * The peer address of the current request's connection. It is passed from the socket to the handler outside the
 * request, because clients can forge headers. It is on `globalThis`, as in `running-application.ts`, because Next bundles
 * pages and routes separately from the server's modules.
 */
const KEY = Symbol.for('baseboard.peer');

type Global = typeof globalThis & { [KEY]?: AsyncLocalStorage<string | null> };

function storage(): AsyncLocalStorage<string | null> {
  const global = globalThis as Global;
  global[KEY] ??= new AsyncLocalStorage();
  return global[KEY];
}

/** Handles a request with this peer address. */
export function withPeer<T>(address: string | undefined, handle: () => T): T {
  return storage().run(address ?? null, handle);
}

/** The peer address of the current request; null outside a request. Behind a proxy it is the proxy's. */
export function peerAddress(): string | null {
  return storage().getStore() ?? null;
}
