import { eq } from 'drizzle-orm';
import type { Database } from '../database/database.ts';
import { flags } from '../schema/service.ts';

/** A small fact about this installation; `undefined` if it was never set. */
export async function readFlag(db: Database, name: string): Promise<unknown> {
  const [row] = await db.select().from(flags).where(eq(flags.name, name));
  return row?.value;
}

/** Sets a small fact; `value` is stored as JSON. */
export async function writeFlag(db: Database, name: string, value: unknown): Promise<void> {
  await db.insert(flags).values({ name, value }).onConflictDoUpdate({ target: flags.name, set: { value } });
}
