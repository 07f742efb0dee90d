/** A text that is not a filter; `message` says where, what is wrong and what is allowed. */
export class FilterSyntaxError extends Error {
  override name = 'FilterSyntaxError';
  /** The position of the error: an index into the text, from 0. */
  readonly position: number;
  /** The allowed values, if the list is short. */
  readonly allowed: readonly string[];
  constructor(position: number, problem: string, allowed: readonly string[] = []) {
    const choice = allowed.length === 0 ? '' : ` Allowed: ${allowed.join(', ')}.`;
    super(`The filter is wrong at character ${position + 1}: ${problem}.${choice}`);
    this.position = position;
    this.allowed = allowed;
  }
}
