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
