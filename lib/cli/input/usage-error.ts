/** The arguments or files of the command line are invalid; the message says how to correct them. Nothing was checked. */
export class UsageError extends Error {
  override name = 'UsageError';
}
