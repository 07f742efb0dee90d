import { RegistryError } from '#lib/registry/errors.ts';

/** For `catch`: `undefined` if the registry does not have what was requested. Rethrows every other error. */
export function undefinedIfAbsent(error: unknown): undefined {
  if (error instanceof RegistryError && error.kind === 'not-found') return undefined;
  throw error;
}
