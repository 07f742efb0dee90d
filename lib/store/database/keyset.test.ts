import { sql } from 'drizzle-orm';
import { PgDialect } from 'drizzle-orm/pg-core';
import { describe, expect, it } from 'vitest';
import { CursorError, type KeyPart, keyset } from './keyset.ts';

const ID = 'a2b0f1c8-2f64-4a0e-9d5e-3f1d5a6c7b8d';
const PARTS: readonly KeyPart[] = [
  { by: sql`at`, type: 'timestamptz' },
  { by: sql`id`, type: 'uuid' },
];
const order = keyset<{ at: string; id: string }>('things', PARTS, ({ at, id }) => [at, id]);
const row = (second: number) => ({ at: `2026-01-01T00:00:0${second}.000Z`, id: ID });
const cursorOf = (json: unknown) => Buffer.from(JSON.stringify(json)).toString('base64url');
const written = (part: ReturnType<typeof order.after>) => part && new PgDialect().sqlToQuery(part);

describe('a page', () => {
  it('has a cursor for the next page if there are more rows', () => {
    const { items, nextCursor } = order.page([row(3), row(2), row(1)], 2);
    expect(items).toEqual([row(3), row(2)]);
    expect(order.readKey(nextCursor ?? undefined)).toEqual([row(2).at, ID]);
    expect(order.page([row(3), row(2)], 2).nextCursor).toBeNull();
    expect(order.page([], 2)).toEqual({ items: [], nextCursor: null });
  });

  it('starts after the key of the previous page', () => {
    const { nextCursor } = order.page([row(2), row(1)], 1);
    expect(written(order.after(nextCursor ?? undefined))).toMatchObject({
      sql: '(at, id) < ($1::timestamptz, $2::uuid)',
      params: [row(2).at, ID],
    });
    expect(order.after(undefined)).toBeUndefined();
    expect(order.orderBy.map(written)).toMatchObject([{ sql: 'at desc' }, { sql: 'id desc' }]);
  });

  it('supports ascending orders', () => {
    const ascending = keyset<{ id: bigint }>(
      'numbers',
      [{ by: sql`id`, type: 'bigint' }],
      ({ id }) => [String(id)],
      'ascending',
    );
    const { nextCursor } = ascending.page([{ id: 7n }, { id: 8n }], 1);
    expect(written(ascending.after(nextCursor ?? undefined))?.sql).toBe('(id) > ($1::bigint)');
    expect(ascending.orderBy.map(written)).toMatchObject([{ sql: 'id asc' }]);
  });

  it('compares part by part if their directions differ', () => {
    const mixed = keyset<{ at: string; id: string }>(
      'mixed',
      [
        { by: sql`at`, type: 'timestamptz' },
        { by: sql`id`, type: 'uuid', direction: 'ascending' },
      ],
      ({ at, id }) => [at, id],
    );
    const { nextCursor } = mixed.page([row(2), row(1)], 1);
    expect(written(mixed.after(nextCursor ?? undefined))?.sql).toBe(
      '(at = $1::timestamptz and (id) > ($2::uuid) or (at) < ($3::timestamptz))',
    );
    expect(mixed.ranges(nextCursor ?? undefined).map((range) => written(range)?.sql)).toEqual([
      'at = $1::timestamptz and (id) > ($2::uuid)',
      '(at) < ($1::timestamptz)',
    ]);
    expect(mixed.orderBy.map(written)).toMatchObject([{ sql: 'at desc' }, { sql: 'id asc' }]);
  });
});

it.each([
  ['nothing', ''],
  ['no JSON', 'x'],
  ['another order', cursorOf(['others', [row(1).at, ID]])],
  ['a key that is too short', cursorOf(['things', [row(1).at]])],
  ['a key that is too long', cursorOf(['things', [row(1).at, ID, ID]])],
  ['no time', cursorOf(['things', ['yesterday', ID]])],
  ['no id', cursorOf(['things', [row(1).at, 'x']])],
  ['a number where a text belongs', cursorOf(['things', [1, ID]])],
])('rejects a cursor with %s', (_, cursor) => {
  expect(() => order.after(cursor)).toThrow(CursorError);
});

it('a list that is ordered by time accepts infinite times', () => {
  for (const end of ['infinity', '-infinity']) {
    expect(order.readKey(cursorOf(['things', [end, ID]]))).toEqual([end, ID]);
  }
});
