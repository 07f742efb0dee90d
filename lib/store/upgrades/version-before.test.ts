// A process of the version whose newest migration is the last contraction, beside this one, on one database: it reads
// and writes the columns that its schema had.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Database } from '../database/database.ts';
import { testDatabase } from '../testing.ts';
import { LAST_CONTRACTION, MIGRATIONS_FOLDER } from './schema-version.ts';

const snapshotSchema = z.object({
  tables: z.record(
    z.string(),
    z.object({
      name: z.string(),
      columns: z.record(
        z.string(),
        z.object({
          name: z.string(),
          type: z.string(),
          notNull: z.boolean(),
          default: z.unknown().optional(),
          identity: z.unknown().optional(),
        }),
      ),
    }),
  ),
});
const [number] = LAST_CONTRACTION.split('_');
const snapshot = snapshotSchema.parse(
  JSON.parse(readFileSync(join(MIGRATIONS_FOLDER, 'meta', `${number}_snapshot.json`), 'utf8')),
);

/** A value of each type, as SQL. */
const VALUES: Readonly<Record<string, string>> = {
  uuid: 'gen_random_uuid()',
  text: `'text'`,
  'text[]': `'{text}'`,
  'bigint[]': `'{1}'`,
  'timestamp (3) with time zone': 'now()',
  boolean: 'true',
  integer: '1',
  bigint: '1',
  jsonb: `'{}'`,
  bytea: `'\\x00'`,
};

/** Their rows cannot be changed. */
const APPEND_ONLY: ReadonlySet<string> = new Set(['access_audit', 'audit']);

const db = testDatabase();

/** Runs `act` in a transaction that leaves nothing behind. What its rows refer to need not be there. */
async function takenBack(act: (within: Database) => Promise<unknown>): Promise<void> {
  const done = new Error('taken back');
  const transaction = db().transaction(async (within) => {
    await within.execute(sql`set local session_replication_role = replica`);
    await act(within);
    throw done;
  });
  await expect(transaction).rejects.toBe(done);
}

describe('a process of the version before writes and reads', () => {
  const tables = Object.values(snapshot.tables);

  it.each(tables.map((table) => [table.name, Object.values(table.columns)] as const))(
    'rows of %s',
    async (table, columns) => {
      const given = columns.filter(({ identity }) => identity === undefined);
      const names = (list: typeof columns) => list.map(({ name }) => `"${name}"`).join(', ');
      const values = given.map(({ type }) => {
        const value = VALUES[type];
        if (value === undefined) throw new Error(`no value of the type ${type}`);
        return value;
      });
      const all = `insert into "${table}" (${names(given)}) values (${values.join(', ')})`;
      await takenBack(async (within) => {
        await within.execute(sql.raw(all));
        const { rows } = await within.execute(sql.raw(`select ${names(columns)} from "${table}"`));
        expect(rows.length).toBeGreaterThan(0);
        if (APPEND_ONLY.has(table)) return;
        const changed = given.map(({ name }, index) => `"${name}" = ${values[index]}`).join(', ');
        await within.execute(sql.raw(`update "${table}" set ${changed} where false`));
      });
      // The least that it may write: the others have had defaults since then.
      const least = given.filter((column) => column.notNull && column.default === undefined);
      const leastValues = least.map(({ type }) => VALUES[type]).join(', ');
      await takenBack((within) =>
        within.execute(sql.raw(`insert into "${table}" (${names(least)}) values (${leastValues})`)),
      );
    },
  );
});
