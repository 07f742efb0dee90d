import { asc, count, eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Database } from '../database/database.ts';
import { parseStoredOr } from '../database/stored-json.ts';
import { hooks } from '../schema/hooks.ts';

type HookRow = typeof hooks.$inferSelect;

/** An address at which a registry reports pushes. */
export interface StoredHook extends Omit<HookRow, 'map'> {
  readonly map: Readonly<Record<string, string>>;
}

const hookMap = z.record(z.string(), z.string());

function fromRow(row: HookRow): StoredHook {
  return { ...row, map: parseStoredOr(hookMap, row.map, `the names of the hook ${row.id}`, {}) };
}

/** All hooks by name. */
export async function listHooks(db: Database): Promise<StoredHook[]> {
  return (await db.select().from(hooks).orderBy(asc(hooks.name), asc(hooks.id))).map(fromRow);
}

/** One hook, or `undefined`. */
export async function readHookRow(db: Database, id: string): Promise<StoredHook | undefined> {
  const [row] = await db.select().from(hooks).where(eq(hooks.id, id));
  return row && fromRow(row);
}

/** The hooks with these hashes of the secret in their address, by hash. */
export async function findHooks(db: Database, hashes: readonly string[]): Promise<Map<string, StoredHook>> {
  const rows = await db
    .select()
    .from(hooks)
    .where(sql`${hooks.pathHash} = any(${sql.param([...hashes])}::text[])`);
  return new Map(rows.map((row) => [row.pathHash, fromRow(row)]));
}

/** How many hooks there are. */
export async function countHooks(db: Database): Promise<number> {
  const [row] = await db.select({ count: count() }).from(hooks);
  return row?.count ?? 0;
}

/** Stores a hook. */
export async function insertHook(
  db: Database,
  hook: Omit<StoredHook, 'disabled' | 'lastHeardAt'>,
): Promise<StoredHook> {
  const [row] = await db.insert(hooks).values(hook).returning();
  if (row === undefined) throw new Error('the hook was not stored');
  return fromRow(row);
}

/** Changes a hook; `undefined` if there is none. */
export async function updateHook(
  db: Database,
  id: string,
  change: Partial<Pick<StoredHook, 'name' | 'disabled'>>,
): Promise<StoredHook | undefined> {
  const [row] = await db.update(hooks).set(change).where(eq(hooks.id, id)).returning();
  return row && fromRow(row);
}

/** Deletes a hook with its deliveries; `undefined` if there is none. */
export async function deleteHook(db: Database, id: string): Promise<StoredHook | undefined> {
  const [row] = await db.delete(hooks).where(eq(hooks.id, id)).returning();
  return row && fromRow(row);
}

/** Seconds since hooks of each name were called last; those that were never called are absent. */
export async function secondsSinceHooks(db: Database, at: Date): Promise<Map<string, number>> {
  const { rows } = await db.execute<{ name: string; seconds: number }>(sql`
    select name, extract(epoch from ${at.toISOString()}::timestamptz - max(last_heard_at))::float8 as seconds
    from hooks where last_heard_at is not null group by name`);
  return new Map(rows.map(({ name, seconds }) => [name, Math.max(0, seconds)]));
}
