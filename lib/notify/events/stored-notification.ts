import { z } from 'zod';
import { STATUS } from '#lib/lineage/vocabulary/status.ts';
import { digestSchema } from '#lib/oci/descriptor.ts';
import { CHANGE } from '../channel.ts';
import type { ChangeNotification } from './change-event.ts';

/** The version of stored notifications. Rows without a version are of the first. */
const VERSION = 1;

/** The base in a stored notification: null if the image has none or it is not known. */
export const storedBase = z
  .object({
    name: z.string().nullable(),
    digest: digestSchema.nullable(),
    currentDigest: digestSchema.nullable(),
  })
  .nullable();

const stored = z.object({
  version: z.literal(VERSION).default(VERSION),
  change: z.enum(CHANGE),
  before: z.enum(CHANGE),
  since: z.string(),
  image: z.object({ id: z.string(), reference: z.string(), digest: digestSchema.nullable() }),
  status: z.enum(STATUS),
  summary: z.string(),
  base: storedBase,
  behindSince: z.string().nullable(),
});

/** A notification's content as it is stored. */
export function storedContent(content: ChangeNotification): unknown {
  return { version: VERSION, ...content };
}

/** Parses stored content of this version or an older one; `undefined` if it is neither. */
export function parseContent(json: unknown): ChangeNotification | undefined {
  const { data } = stored.safeParse(json);
  if (data === undefined) return undefined;
  const { version: _, ...content } = data;
  return content;
}
