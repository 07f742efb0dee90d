import { z } from 'zod';

/** `sha256:…`; the contract repeats the grammar so that the published schema carries it. */
export const digest = z.string().regex(/^(sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})$/, 'is not a digest');

/** ISO 8601, UTC. */
export const time = z.iso.datetime();

/** The store's times begin later than what a year of four digits can say. */
const EARLIEST = Date.UTC(1970);

/**
 * A moment that is asked for: ISO 8601 with `Z` or an offset. The `+` of an offset may have become a space, as it does
 * in a URL that was written by hand.
 */
export const moment = z
  .string()
  .max(64)
  .transform((text) => text.trim().replace(/ (?=\d\d:?\d\d$)/, '+'))
  .pipe(z.iso.datetime({ offset: true, error: 'is not a time like 2026-01-31T12:00:00Z' }))
  .transform((text) => new Date(text))
  .refine((at) => at.getTime() >= EARLIEST, 'is before 1970, of which nothing is known');

/** A fully qualified reference, `docker.io/library/debian:12-slim`. */
export const reference = z.string().min(1).max(1024);

export const platform = z.string();

/** `limit` (1 to 1,000, 100 unless told) and the opaque `cursor` of the page before. */
export const paging = z.object({
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  cursor: z.string().max(2048).optional(),
});

/** A page of a list; `nextCursor` is null on the last. */
export function page<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() });
}
