import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Database } from '../database/database.ts';
import { readFlag, writeFlag } from '../service/flags.ts';

/** Where the migrations of this version lie. */
export const MIGRATIONS_FOLDER = join(import.meta.dirname, '..', 'migrations');

/**
 * The newest migration that takes something away which the version before it used. Versions that do not know this
 * migration cannot use the database any more. Those that know it run beside newer ones: every later migration only adds.
 * A change that takes something away comes in two releases: the first stops using it, the second removes it and names
 * its migration here.
 */
export const LAST_CONTRACTION = '0022_declared_bases';

/** Where the schema's version must at least stand in a process, as the `when` of a migration. */
const FLAG = 'oldest-schema';

/** A migration: its name, and the time by which a database knows that it was applied. */
export interface Migration {
  readonly tag: string;
  /** In milliseconds since the epoch; later migrations have greater ones. */
  readonly when: number;
}

const journalSchema = z.object({ entries: z.array(z.object({ tag: z.string(), when: z.number() })) });

/** The migrations of this version, in their order. */
export function readMigrations(): readonly Migration[] {
  const journal = readFileSync(join(MIGRATIONS_FOLDER, 'meta', '_journal.json'), 'utf8');
  return journalSchema.parse(JSON.parse(journal)).entries;
}

/** A newer version of Baseboard has changed the database in a way that this version cannot work with. */
class SchemaTooNewError extends Error {
  override name = 'SchemaTooNewError';
}

/**
 * Whether the database needs the migrations of `known`. False if a newer version has migrated it and only added to it.
 * Throws {@link SchemaTooNewError}.
 */
export async function needsMigrations(db: Database, known: readonly Migration[]): Promise<boolean> {
  const { rows: tables } = await db.execute<{ exists: boolean }>(
    sql`select to_regclass('public.migrations') is not null as exists`,
  );
  if (!tables[0]?.exists) return true;
  const { rows } = await db.execute<{ newest: string | null }>(
    sql`select max(created_at) as newest from public.migrations`,
  );
  const applied = Number(rows[0]?.newest ?? 0);
  const newest = known.at(-1)?.when ?? 0;
  if (applied <= newest) return true;
  // A version that recorded nothing here does not say what it took away.
  const oldest = (await readFlag(db, FLAG, z.number())) ?? applied;
  if (oldest <= newest) return false;
  throw new SchemaTooNewError(
    'a newer version of Baseboard has upgraded it, and this version cannot work with it. Start that version or a later one, or restore a backup from before the upgrade',
  );
}

/** Records which versions can still use the database. Called after the migrations of `known` ran. */
export async function recordContraction(
  db: Database,
  known: readonly Migration[],
  contraction: string = LAST_CONTRACTION,
): Promise<void> {
  const when = known.find(({ tag }) => tag === contraction)?.when;
  if (when === undefined) throw new Error(`there is no migration ${contraction}`);
  const before = (await readFlag(db, FLAG, z.number())) ?? 0;
  if (when > before) await writeFlag(db, FLAG, when);
}
