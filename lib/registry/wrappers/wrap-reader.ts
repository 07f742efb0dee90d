import type { Repository } from '#lib/oci/reference.ts';
import type { RegistryOperation } from '../errors.ts';
import type { CallOptions, RegistryReader } from '../registry.ts';

/** One call of a reader's method, to be made on another reader. */
export interface ReaderCall<T> {
  readonly operation: RegistryOperation;
  /** The repository that the call reads. */
  readonly repository: Repository;
  /** The caller's signal. */
  readonly signal: AbortSignal | undefined;
  /** Makes the same call on `reader`, with another signal if one is given. */
  on(reader: RegistryReader, signal?: AbortSignal): Promise<T>;
}

/**
 * A reader whose every method is one function: policies (a budget, a circuit breaker, routing) are written once instead
 * of seven times. The result has no writing methods, whatever the readers behind it have.
 */
export function wrapReader(handle: <T>(call: ReaderCall<T>) => Promise<T>): RegistryReader {
  const method =
    <A extends Repository, O extends CallOptions, T>(
      operation: RegistryOperation,
      send: (reader: RegistryReader, address: A, options: O | undefined) => Promise<T>,
    ) =>
    (address: A, options?: O): Promise<T> =>
      handle({
        operation,
        repository: address,
        signal: options?.signal,
        on: (reader, signal) =>
          send(reader, address, signal === undefined ? options : ({ ...options, signal } as O)),
      });
  return {
    resolve: method('resolve', (reader, reference, options) => reader.resolve(reference, options)),
    getManifest: method('get-manifest', (reader, reference, options) =>
      reader.getManifest(reference, options),
    ),
    getBlob: method('get-blob', (reader, address, options) => reader.getBlob(address, options)),
    openBlob: method('get-blob', (reader, address, options) => reader.openBlob(address, options)),
    hasBlob: method('head-blob', (reader, address, options) => reader.hasBlob(address, options)),
    listTags: method('list-tags', (reader, repository, options) => reader.listTags(repository, options)),
    listReferrers: method('list-referrers', (reader, address, options) =>
      reader.listReferrers(address, options),
    ),
  };
}
