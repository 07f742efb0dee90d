import { z } from 'zod';

/** `sha256:…`; the grammar is repeated here so that the published schema contains it. */
export const digest = z.string().regex(/^(sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})$/, 'is not a digest');

/** ISO 8601, UTC. */
export const time = z.iso.datetime();

/** PostgreSQL's range of times is smaller than that of a year with four digits. */
const EARLIEST = Date.UTC(1970);

/** A time in a request's body: ISO 8601 with `Z` or an offset. */
export const bodyTime = z.iso.datetime({ offset: true, error: 'is not a time like 2026-01-31T12:00:00Z' });

/**
 * A time in a request's query: ISO 8601 with `Z` or an offset. The `+` of an offset may be a space, as after decoding a URL that
 * was written by hand.
 */
export const moment = z
  .string()
  .max(64)
  .transform((text) => text.trim().replace(/ (?=\d\d:?\d\d$)/, '+'))
  .pipe(bodyTime)
  .transform((text) => new Date(text))
  .refine((at) => at.getTime() >= EARLIEST, 'is before 1970; there is no history of that time');

/** A filter. */
export const filterText = z.string().max(2000).meta({
  description:
    'Selects images: `status:stale,broken behind:>30d (registry:ghcr.io OR repo:apps/*) -is:sample`. Terms must all hold; OR, NOT and parentheses combine them. docs/filters.md is the reference.',
});

/** A fully qualified reference, `docker.io/library/debian:12-slim`. */
export const reference = z.string().min(1).max(1024);

export const platform = z.string();

/** `limit` (1 to 1,000; 100 by default) and `cursor`, the previous page's `nextCursor`. */
export const paging = z.object({
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  cursor: z.string().max(2048).optional(),
});

/** A page of a list; `nextCursor` is null on the last page. */
export function page<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() });
}
