import { asc, desc, type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import { z } from 'zod';

/** The requested page of a list. */
export interface PageRequest {
  readonly limit: number;
  /** The previous page's `nextCursor`; undefined for the first page. */
  readonly cursor?: string | undefined;
}

/** One page of a list; `nextCursor` is null on the last page. */
export interface Page<Item> {
  readonly items: Item[];
  readonly nextCursor: string | null;
}

/** The cursor is malformed, or is from a list with another order. */
export class CursorError extends Error {
  override name = 'CursorError';
  constructor() {
    super('This cursor was not returned by a list with this sort. Start again without a cursor.');
  }
}

/** The format of a key's value in a cursor, by the PostgreSQL type for comparisons. */
const KEY_TYPES = {
  text: z.string().max(2048),
  int: z.string().regex(/^\d{1,9}$/),
  bigint: z.string().regex(/^\d{1,18}$/),
  uuid: z.uuid(),
  timestamptz: z
    .string()
    .refine((text) => /^-?infinity$/.test(text) || (/^\d{4}-/.test(text) && !Number.isNaN(Date.parse(text)))),
} as const;

type Direction = 'ascending' | 'descending';

/** A part of a list's sort key. Its expression is never null, so that keys can be compared. */
export interface KeyPart {
  readonly by: SQLWrapper;
  readonly type: keyof typeof KEY_TYPES;
  /** If this part always has the same direction, whatever the list's is. */
  readonly direction?: Direction;
}

/** The order of a list. A page starts after a key, so its cost does not depend on its position. */
export interface Keyset<Row> {
  /** The key in a cursor, undefined for the first page. Throws {@link CursorError}. */
  readKey(cursor: string | undefined): readonly string[] | undefined;
  /** A condition for the rows after the cursor. Throws {@link CursorError}. */
  after(cursor: string | undefined): SQL | undefined;
  /**
   * The same as conditions of which a row meets one at most, those of the next rows first. An index in this order finds
   * the rows of each; that of a condition with `or` it would have to compare from its start.
   */
  ranges(cursor: string | undefined): SQL[];
  readonly orderBy: SQL[];
  /** Builds the page from rows that were read with a limit of one more than it shows. */
  page<Read extends Row>(rows: readonly Read[], limit: number): Page<Read>;
}

/**
 * The order of a list by a key. `name` distinguishes the cursors of different orders. The key's last part must be
 * unique. `keyOf` returns a row's key in PostgreSQL's text format.
 */
export function keyset<Row>(
  name: string,
  parts: readonly KeyPart[],
  keyOf: (row: Row) => readonly string[],
  direction: Direction = 'descending',
): Keyset<Row> {
  const directions = parts.map((part) => part.direction ?? direction);
  const position = z.tuple([z.literal(name), z.array(z.string()).length(parts.length)]);
  const isKey = (key: readonly string[]) =>
    parts.every(({ type }, at) => KEY_TYPES[type].safeParse(key[at]).success);
  const readKey = (cursor: string | undefined) => {
    if (cursor === undefined) return undefined;
    const parsed = position.safeParse(jsonIn(cursor));
    if (!parsed.success || !isKey(parsed.data[1])) throw new CursorError();
    return parsed.data[1];
  };
  const ranges = (cursor: string | undefined) => {
    const key = readKey(cursor);
    if (key === undefined) return [];
    const places = parts.map(({ by, type }, at) => ({
      ...{ by, value: sql`${key[at]}::${sql.raw(type)}`, at },
      beyond: sql.raw(directions[at] === 'descending' ? '<' : '>'),
    }));
    // Parts of one direction are compared as one row.
    const starts = places.filter(({ at }) => at === 0 || directions[at] !== directions[at - 1]);
    return starts.toReversed().map(({ at: from, beyond }) => {
      const end = starts.find(({ at }) => at > from)?.at;
      const equal = places.slice(0, from).map(({ by, value }) => sql`${by} = ${value}`);
      const compared = places.slice(from, end);
      const further = sql`(${list(compared.map(({ by }) => sql`${by}`))}) ${beyond} (${list(compared.map(({ value }) => value))})`;
      return sql.join([...equal, further], sql` and `);
    });
  };
  return {
    readKey,
    ranges,
    after(cursor) {
      const [first, ...others] = ranges(cursor);
      if (first === undefined || others.length === 0) return first;
      return sql`(${sql.join([first, ...others], sql` or `)})`;
    },
    orderBy: parts.map(({ by }, at) => (directions[at] === 'descending' ? desc(by) : asc(by))),
    page(rows, limit) {
      const items = rows.slice(0, limit);
      const last = items.at(-1);
      const more = rows.length > limit && last !== undefined;
      return { items, nextCursor: more ? cursorText([name, keyOf(last)]) : null };
    },
  };
}

function list(expressions: readonly SQL[]): SQL {
  return sql.join([...expressions], sql`, `);
}

function cursorText(position: readonly [name: string, key: readonly string[]]): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

function jsonIn(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    throw new CursorError();
  }
}
