import type { z } from 'zod';

/** Stored JSON has a shape that this version does not know. The message names the row, the field and the trouble. */
export class StoredJsonError extends Error {
  override name = 'StoredJsonError';
}

/**
 * Parses JSON that a process stored, maybe one of another version: a column, or a job's data. The schema upcasts what
 * earlier versions stored. `row` names it in the error, such as `the plan 0199…`. Throws {@link StoredJsonError}.
 */
export function parseStored<T>(schema: z.ZodType<T>, value: unknown, row: string): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const field = issue?.path.join('.') ?? '';
  const trouble = `${field === '' ? '' : `${field}: `}${issue?.message ?? 'unknown shape'}`;
  throw new StoredJsonError(
    `${row} cannot be read: ${trouble}. Another version of Baseboard may have stored it.`,
    { cause: parsed.error },
  );
}
