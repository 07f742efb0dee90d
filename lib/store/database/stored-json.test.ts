import { afterEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { parseStored, parseStoredOr, readableRows, StoredJsonError } from './stored-json.ts';

const schema = z.object({ version: z.literal(1).default(1), ids: z.array(z.string()) });

afterEach(() => vi.restoreAllMocks());

describe('parseStored', () => {
  it('upcasts the format of an earlier version', () => {
    expect(parseStored(schema, { ids: ['a'] }, 'the row 1')).toEqual({ version: 1, ids: ['a'] });
  });

  it.each([
    ['a later version', { version: 2, ids: [] }, 'it is of version 2, which this Baseboard does not know.'],
    ['another shape', { ids: ['a', 3] }, 'its field ids.1 is not what this Baseboard expects. '],
    ['something else', null, 'it is not what this Baseboard expects. '],
  ])('names the row of %s, and what is wrong with it', (_, value, trouble) => {
    const parse = () => parseStored(schema, value, 'the row 1');
    expect(parse).toThrow(StoredJsonError);
    expect(parse).toThrow(`the row 1 cannot be read: ${trouble}`);
  });
});

it('parseStoredOr returns the fallback, and warns once about each row', () => {
  const warning = vi.spyOn(process, 'emitWarning').mockReturnValue();
  for (const row of ['the row 2', 'the row 2', 'the row 3']) {
    expect(parseStoredOr(schema.nullable(), 'garbage', row, null)).toBeNull();
  }
  expect(warning.mock.calls.map(([message]) => String(message).slice(0, 9))).toEqual([
    'the row 2',
    'the row 3',
  ]);
});

it('readableRows leaves out unreadable rows, and rethrows other errors', () => {
  vi.spyOn(process, 'emitWarning').mockReturnValue();
  const rows = [{ ids: ['a'] }, { ids: 'b' }, { ids: ['c'] }];
  const parse = (row: unknown) => parseStored(schema, row, 'the row 4').ids;
  expect(readableRows(rows, parse)).toEqual([['a'], ['c']]);
  const bug = () => {
    throw new TypeError('a bug');
  };
  expect(() => readableRows(rows, bug)).toThrow(TypeError);
});
