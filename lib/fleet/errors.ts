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

/** Nothing here has this id, digest or name; the message says what is missing. */
export class NotFoundError extends Error {
  override name = 'NotFoundError';
}

/** The error for an image id that is not tracked, or was not at a time. */
export function imageNotFound(id: string, at?: Date): NotFoundError {
  const when = at === undefined ? 'is tracked' : `was tracked at ${at.toISOString()}`;
  return new NotFoundError(`No image with the id ${id} ${when}.`);
}
