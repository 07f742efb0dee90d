import { NotFoundError } from '../errors.ts';

/** A channel cannot be saved as requested; the message says why and what to do. */
export class ChannelRefusedError extends Error {
  override name = 'ChannelRefusedError';
  readonly code: 'invalid-destination' | 'name-taken' | 'no-secret-key' | 'too-many-channels';
  /** The field of the request that is wrong, such as `destination.url`; `undefined` where it is not the request. */
  readonly field: string | undefined;
  constructor(code: ChannelRefusedError['code'], message: string, field?: string) {
    super(message);
    this.code = code;
    this.field = field;
  }
}

/** There is no channel with this id. */
export function noChannel(id: string): NotFoundError {
  return new NotFoundError(`There is no channel with the id ${id}.`);
}

/** Another channel has the name. */
export function nameTaken(name: string): ChannelRefusedError {
  return new ChannelRefusedError('name-taken', `Another channel is called “${name}”.`, 'name');
}
