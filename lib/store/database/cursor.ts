import { z } from 'zod';

/** The cursor is not one of ours, or of another order. */
export class CursorError extends Error {
  override name = 'CursorError';
  constructor() {
    super('The cursor is not one that a list with this sort has given: begin without one.');
  }
}

/** A place in an ordered list: which order, the last row's key in it, and the row's id. */
export type CursorPosition = readonly [order: string, key: string, id: string];

const positionSchema = z.tuple([z.string(), z.string(), z.uuid()]);

/** Writes a position as the opaque text that clients hand back. */
export function encodeCursor(position: CursorPosition): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

/** Reads a cursor of the given order; throws {@link CursorError}. */
export function decodeCursor(cursor: string, order: string): { key: string; id: string } {
  let json: unknown;
  try {
    json = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    throw new CursorError();
  }
  const parsed = positionSchema.safeParse(json);
  if (!parsed.success || parsed.data[0] !== order) throw new CursorError();
  return { key: parsed.data[1], id: parsed.data[2] };
}
