/** The command line was called in a way that cannot work; the message says what to write instead. Nothing was asked. */
export class UsageError extends Error {
  override name = 'UsageError';
}
