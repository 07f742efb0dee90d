import type { Observe, ObservedRequest } from '../transport/http/observed-request.ts';

/** The requests to count: those that equal every field given. */
type RequestFilter = Partial<Pick<ObservedRequest, 'host' | 'operation' | 'kind' | 'method' | 'status'>>;

type Counted = Omit<ObservedRequest, 'ms'>;

/** Counts the HTTP requests that a client sends: give it `observe`. */
export interface RequestCounter {
  readonly observe: Observe;
  /** How many match the filter. Token requests count only if the filter names them: a registry does not see them. */
  count(filter?: RequestFilter): number;
  /** Counts by `METHOD kind`, such as `HEAD manifest`, token requests included. */
  summary(): Record<string, number>;
  reset(): void;
}

/** A counter at zero. */
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
