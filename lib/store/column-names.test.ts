import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { is } from 'drizzle-orm';
import { getTableConfig, PgTable } from 'drizzle-orm/pg-core';
import { expect, it } from 'vitest';

const SCHEMA = join(import.meta.dirname, 'schema');

it('every column takes its name from its key', async () => {
  const modules = await Promise.all(
    readdirSync(SCHEMA).map((file) => import(/* @vite-ignore */ join(SCHEMA, file))),
  );
  const tables = modules.flatMap((module) => Object.values(module)).filter((each) => is(each, PgTable));
  expect(tables.length).toBeGreaterThan(20);
  const named = tables.flatMap((table) =>
    getTableConfig(table).columns.filter((column) => !column.keyAsName),
  );
  expect(named.map(({ name }) => name)).toEqual([]);
});
