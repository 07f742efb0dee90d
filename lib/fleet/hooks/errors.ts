import { NotFoundError } from '../errors.ts';

/** A hook cannot be created as requested; the message says why and what to do. */
export class HookRefusedError extends Error {
  override name = 'HookRefusedError';
  readonly code: 'invalid-request' | 'no-secret-key' | 'too-many-hooks';
  /** The field of the request that is wrong. */
  readonly field: 'registry' | 'map' | undefined;
  constructor(code: HookRefusedError['code'], message: string, field?: HookRefusedError['field']) {
    super(message);
    this.code = code;
    this.field = field;
  }
}

/** There is no hook with this id. */
export function noHook(id: string): NotFoundError {
  return new NotFoundError(`There is no hook with the id ${id}, or it was removed.`);
}
