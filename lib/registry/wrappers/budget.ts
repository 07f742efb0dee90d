import { RegistryError, type RegistryOperation } from '../errors.ts';
import type { CallOptions, RegistryReader } from '../registry.ts';

/** What everything together may cost. */
export interface Budget {
  /** Milliseconds from now, waits and retries included. */
  readonly ms: number;
  /** Calls of the reader's methods. */
  readonly calls: number;
  /** Ends all calls, too, each with a `RegistryError` of kind `aborted`. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Ends all calls when the time for all of them is up, and refuses those beyond a number: what an image claims cannot
 * make a look at it endless. Both fail with a `RegistryError` of kind `timeout`: "could not check", never "gone".
 */
export function withBudget(registry: RegistryReader, budget: Budget): RegistryReader {
  const timeUp = AbortSignal.timeout(budget.ms);
  let left = budget.calls;

  const limited = <A extends { readonly registry: string; readonly repository: string }, O, R>(
    operation: RegistryOperation,
    method: (address: A, options?: O & CallOptions) => Promise<R>,
  ) => {
    return async (address: A, options?: O & CallOptions): Promise<R> => {
      const ended = (code: string, problem: string, cause?: unknown) => {
        const { registry: host, repository } = address;
        const reference = `${host}/${repository}`;
        const facts = { kind: 'timeout', host, operation, reference, code, problem } as const;
        return new RegistryError(facts, { cause });
      };
      const late = (cause?: unknown) => ended('TIME_UP', 'the time given for the whole check was up', cause);
      if (timeUp.aborted) throw late();
      left -= 1;
      if (left < 0) throw ended('TOO_MANY_REQUESTS', `more than ${budget.calls} requests would be needed`);
      const given = [options?.signal, budget.signal].flatMap((each) => each ?? []);
      const own = given.length === 0 ? undefined : AbortSignal.any(given);
      const signal = own === undefined ? timeUp : AbortSignal.any([timeUp, own]);
      try {
        return await method(address, { ...options, signal } as O & CallOptions);
      } catch (error) {
        const abandoned = error instanceof RegistryError && error.kind === 'aborted';
        throw abandoned && timeUp.aborted && own?.aborted !== true ? late(error) : error;
      }
    };
  };
  return {
    resolve: limited('resolve', registry.resolve.bind(registry)),
    getManifest: limited('get-manifest', registry.getManifest.bind(registry)),
    getBlob: limited('get-blob', registry.getBlob.bind(registry)),
    openBlob: limited('get-blob', registry.openBlob.bind(registry)),
    hasBlob: limited('head-blob', registry.hasBlob.bind(registry)),
    listTags: limited('list-tags', registry.listTags.bind(registry)),
    listReferrers: limited('list-referrers', registry.listReferrers.bind(registry)),
  };
}
