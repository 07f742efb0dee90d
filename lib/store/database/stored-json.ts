import type { z } from 'zod';

/** Stored JSON has a format that this version does not know. The message names the row and the field. */
export class StoredJsonError extends Error {
  override name = 'StoredJsonError';
}

/**
 * Parses stored JSON of a column or a job, which another version may have written. The schema upcasts older formats.
 * `row` names it in the error, such as `the plan 0199…`. Throws {@link StoredJsonError}.
 */
export function parseStored<T>(schema: z.ZodType<T>, value: unknown, row: string): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw storedJsonError(row, parsed.error, value);
}

/** The error for a stored value that cannot be read; `row` names it. */
export function storedJsonError(row: string, cause: z.ZodError, value: unknown): StoredJsonError {
  return new StoredJsonError(`${row} cannot be read: ${problemOf(cause, value)}.`, { cause });
}

/**
 * {@link parseStored} for a value with a safe fallback. If the value cannot be read, it emits a process warning that
 * names the row, and returns the fallback.
 */
export function parseStoredOr<T>(schema: z.ZodType<T>, value: unknown, row: string, fallback: T): T {
  try {
    return parseStored(schema, value, row);
  } catch (error) {
    warn(error);
    return fallback;
  }
}

/** The rows of a list that can be parsed. A process warning names each of the others. */
export function readableRows<Row, T>(rows: readonly Row[], parse: (row: Row) => T): T[] {
  return rows.flatMap((row) => {
    try {
      return [parse(row)];
    } catch (error) {
      warn(error);
      return [];
    }
  });
}

/** The warnings emitted so far, so that a list that is polled warns once about each row. */
const warned = new Set<string>();
const MAX_WARNED = 1000;

/** Emits a warning for a {@link StoredJsonError}, once each, and rethrows other errors. */
export function warn(error: unknown): void {
  if (!(error instanceof StoredJsonError)) throw error;
  if (warned.size >= MAX_WARNED || warned.has(error.message)) return;
  warned.add(error.message);
  process.emitWarning(error.message, error.name);
}

function problemOf({ issues }: z.ZodError, value: unknown): string {
  const path = issues[0]?.path ?? [];
  if (path[0] === 'version' && typeof value === 'object' && value !== null && 'version' in value) {
    return `it is of version ${JSON.stringify(value.version)}, which this Baseboard does not know`;
  }
  const field = path.length === 0 ? 'it' : `its field ${path.join('.')}`;
  return `${field} is not what this Baseboard expects. Another version may have stored it`;
}
