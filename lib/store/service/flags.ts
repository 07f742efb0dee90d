import { eq } from 'drizzle-orm';
import type { z } from 'zod';
import type { Database } from '../database/database.ts';
import { parseStoredOr } from '../database/stored-json.ts';
import { flags } from '../schema/service.ts';

/** A small fact about this installation; `undefined` if it was never set, or cannot be read. */
export async function readFlag<T>(db: Database, name: string, schema: z.ZodType<T>): Promise<T | undefined> {
  const [row] = await db.select().from(flags).where(eq(flags.name, name));
  return row && parseStoredOr<T | undefined>(schema, row.value, `the flag ${name}`, undefined);
}

/** Sets a small fact; `value` is stored as JSON. */
export async function writeFlag(db: Database, name: string, value: unknown): Promise<void> {
  await db.insert(flags).values({ name, value }).onConflictDoUpdate({ target: flags.name, set: { value } });
}
