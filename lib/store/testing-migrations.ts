// For tests: the schemas of earlier versions.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MIGRATIONS_FOLDER, type Migration, readMigrations } from './upgrades/schema-version.ts';

/** All migrations, in their order. */
export const MIGRATIONS: readonly Migration[] = readMigrations();

/** The statements of a migration, one by one. */
export function statementsOf({ tag }: Migration): string[] {
  return readFileSync(join(MIGRATIONS_FOLDER, `${tag}.sql`), 'utf8').split('--> statement-breakpoint');
}

/** Runs migrations, and does not record them. */
export async function migrate(
  database: { query(statement: string): Promise<unknown> },
  migrations: readonly Migration[],
): Promise<void> {
  for (const migration of migrations) {
    for (const statement of statementsOf(migration)) await database.query(statement);
  }
}
