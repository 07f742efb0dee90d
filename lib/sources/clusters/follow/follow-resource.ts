import { setTimeout as sleep } from 'node:timers/promises';
import { retryDelay } from '#lib/registry/transport/limits/retry-delay.ts';
import type { ApiClient } from '../api/api-client.ts';
import { ApiError } from '../api/api-error.ts';
import { listResource } from '../api/list-resource.ts';
import type { Resource } from '../api/resources.ts';
import { watchResource } from '../api/watch-resource.ts';

/** Gets what is known of one resource. */
export interface ResourceStore<T> {
  /** The whole list was read. */
  replace(items: readonly T[]): void;
  set(object: T): void;
  remove(uid: string): void;
  /** The objects are current: they were listed, and the watch is open. */
  current(): void;
  /** They may be outdated: a request failed. It is repeated. */
  failed(error: ApiError, verb: 'list' | 'watch'): void;
}

/** What following needs from outside. */
export interface FollowDeps {
  readonly signal: AbortSignal;
  readonly random?: (() => number) | undefined;
  /** Waits so many milliseconds; ends early with the signal. */
  readonly wait?: ((ms: number) => Promise<void>) | undefined;
}

/** The longest pause for a person to grant a right. The first is a second: a server that starts refuses everything. */
const REFUSED_MS = 60_000;

/**
 * Lists a resource and follows its changes until the signal aborts. A watch that ends is opened again where it ended; if
 * its changes are no longer there, the list is read anew. Failures are repeated with growing waits. Rejects only with bugs.
 */
export async function followResource<T extends { readonly uid: string }>(
  client: Pick<ApiClient, 'get' | 'stream'>,
  resource: Resource<T>,
  namespace: string,
  store: ResourceStore<T>,
  { signal, random = Math.random, wait = waitFor(signal) }: FollowDeps,
): Promise<void> {
  let version: string | undefined;
  let refusals = 0;
  for (let failures = 0; !signal.aborted; ) {
    let pause = 0;
    try {
      if (version === undefined) {
        const list = await listResource(client, resource, namespace);
        store.replace(list.items);
        version = list.resourceVersion;
      }
      for await (const change of watchResource(client, resource, namespace, version)) {
        if (change.kind === 'opened') {
          refusals = 0;
          store.current();
          continue;
        }
        failures = 0;
        if (change.kind === 'set') store.set(change.object);
        else if (change.kind === 'removed') store.remove(change.uid);
        version = change.resourceVersion;
      }
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (signal.aborted) return;
      if (error.kind === 'expired') version = undefined;
      else store.failed(error, version === undefined ? 'list' : 'watch');
      pause = (error.retryAfter ?? 0) * 1000;
      if (needsAPerson(error)) {
        pause = Math.min(REFUSED_MS, 1000 * 2 ** refusals);
        refusals += 1;
      }
    }
    if (signal.aborted) return;
    // A server that ends each watch at once must not be asked without a pause.
    await wait(Math.max(pause, retryDelay(failures, undefined, random())));
    failures += 1;
  }
}

function needsAPerson({ kind }: ApiError): boolean {
  return kind === 'forbidden' || kind === 'unauthorized' || kind === 'not-found';
}

function waitFor(signal: AbortSignal): (ms: number) => Promise<void> {
  return (ms) => sleep(ms, undefined, { signal }).catch(() => undefined);
}
