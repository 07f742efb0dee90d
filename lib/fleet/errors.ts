/** A list to be tracked holds something that is no reference; nothing was tracked. */
export class TrackRequestError extends Error {
  override name = 'TrackRequestError';
  /** Position in the list, from 0; `undefined` for a single reference. */
  readonly index: number | undefined;
  constructor(message: string, index: number | undefined, options?: ErrorOptions) {
    super(message, options);
    this.index = index;
  }
}

/** What was asked for by id, digest or name is not known here; the message says what is missing. */
export class NotFoundError extends Error {
  override name = 'NotFoundError';
}
