/** Two images cannot be compared, because one of them is no image or is not well-formed; the message says which and why. */
export class NotComparableError extends Error {
  override name = 'NotComparableError';
}
