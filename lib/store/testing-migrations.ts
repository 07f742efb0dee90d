// For tests: the schemas of earlier versions.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const DIRECTORY = join(import.meta.dirname, 'migrations');

/** A migration: the name of its file, and the time by which a database knows that it was applied. */
export interface Migration {
  readonly tag: string;
  readonly when: number;
}

/** All migrations, in their order. */
export const MIGRATIONS: readonly Migration[] = z
  .object({ entries: z.array(z.object({ tag: z.string(), when: z.number() })) })
  .parse(JSON.parse(readFileSync(join(DIRECTORY, 'meta', '_journal.json'), 'utf8'))).entries;

/** Runs migrations, and does not record them. */
export async function migrate(
  database: { query(statement: string): Promise<unknown> },
  migrations: readonly Migration[],
): Promise<void> {
  for (const { tag } of migrations) {
    const text = readFileSync(join(DIRECTORY, `${tag}.sql`), 'utf8');
    for (const statement of text.split('--> statement-breakpoint')) await database.query(statement);
  }
}
