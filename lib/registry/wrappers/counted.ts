import type { RegistryOperation } from '../errors.ts';
import type { RegistryReader } from '../registry.ts';
import type { Observe, ObservedRequest } from '../transport/http/observed-request.ts';

/** Which requests to count: every given fact must be equal. */
export type RequestFilter = Partial<
  Pick<ObservedRequest, 'host' | 'operation' | 'kind' | 'method' | 'status'>
>;

type Counted = Omit<ObservedRequest, 'ms'>;

/** Counts HTTP requests that were really sent: give `observe` to the client. */
export interface RequestCounter {
  readonly observe: Observe;
  /** How many match; without a filter all but token requests, which a registry does not see. */
  count(filter?: RequestFilter): number;
  /** Counts by `METHOD kind`, as in `HEAD manifest`, tokens included. */
  summary(): Record<string, number>;
  reset(): void;
}

export function createRequestCounter(): RequestCounter {
  const counts = new Map<string, { readonly request: Counted; times: number }>();
  const matches = (request: Counted, filter: RequestFilter) =>
    (filter.host === undefined || filter.host === request.host) &&
    (filter.operation === undefined || filter.operation === request.operation) &&
    (filter.kind === undefined ? request.kind !== 'token' : filter.kind === request.kind) &&
    (filter.method === undefined || filter.method === request.method) &&
    (filter.status === undefined || filter.status === request.status);
  return {
    observe(request) {
      const { host, operation, kind, method, status } = request;
      const key = `${host} ${operation} ${kind} ${method} ${status}`;
      const known = counts.get(key);
      if (known) known.times += 1;
      else counts.set(key, { request: { host, operation, kind, method, status }, times: 1 });
    },
    count(filter = {}) {
      let sum = 0;
      for (const { request, times } of counts.values()) if (matches(request, filter)) sum += times;
      return sum;
    },
    summary() {
      const sums: Record<string, number> = {};
      for (const { request, times } of counts.values()) {
        const key = `${request.method} ${request.kind}`;
        sums[key] = (sums[key] ?? 0) + times;
      }
      return sums;
    },
    reset: () => counts.clear(),
  };
}

/** Tells `onCall` of every call before it is made: what was asked of a reader, whatever it costs on the wire. */
export function counted(
  registry: RegistryReader,
  onCall: (operation: RegistryOperation, host: string) => void,
): RegistryReader {
  const told = <A extends { readonly registry: string }, O, R>(
    operation: RegistryOperation,
    method: (address: A, options?: O) => R,
  ) => {
    return (address: A, options?: O): R => {
      onCall(operation, address.registry);
      return method(address, options);
    };
  };
  return {
    resolve: told('resolve', registry.resolve.bind(registry)),
    getManifest: told('get-manifest', registry.getManifest.bind(registry)),
    getBlob: told('get-blob', registry.getBlob.bind(registry)),
    openBlob: told('get-blob', registry.openBlob.bind(registry)),
    hasBlob: told('head-blob', registry.hasBlob.bind(registry)),
    listTags: told('list-tags', registry.listTags.bind(registry)),
    listReferrers: told('list-referrers', registry.listReferrers.bind(registry)),
  };
}
