import { z } from 'zod';
import type { ContentsDifference } from '#lib/difference/contents.ts';
import { FILE_CHANGE, FILE_TYPE, PACKAGE_CHANGE, PACKAGE_KIND } from '#lib/difference/vocabulary.ts';

const fileState = z
  .object({
    type: z.enum(FILE_TYPE),
    size: z.number(),
    linkName: z.string().nullable(),
  })
  .nullable();

const contents: z.ZodType<ContentsDifference> = z.object({
  files: z.discriminatedUnion('state', [
    z.object({
      state: z.literal('compared'),
      counts: z.object({ added: z.number(), removed: z.number(), changed: z.number() }),
      items: z.array(
        z.object({ path: z.string(), change: z.enum(FILE_CHANGE), before: fileState, after: fileState }),
      ),
      bytes: z.object({ before: z.number(), after: z.number() }),
    }),
    z.object({ state: z.literal('not-compared'), reasons: z.array(z.string()) }),
  ]),
  packages: z.discriminatedUnion('state', [
    z.object({
      state: z.literal('compared'),
      kinds: z.array(
        z.object({ kind: z.enum(PACKAGE_KIND), before: z.number().nullable(), after: z.number().nullable() }),
      ),
      items: z.array(
        z.object({
          kind: z.enum(PACKAGE_KIND),
          name: z.string(),
          architecture: z.string(),
          change: z.enum(PACKAGE_CHANGE),
          before: z.string().nullable(),
          after: z.string().nullable(),
        }),
      ),
      notRead: z.array(z.string()),
    }),
    z.object({ state: z.literal('no-database') }),
    z.object({ state: z.literal('not-compared'), reasons: z.array(z.string()) }),
  ]),
});

/** A difference as it is stored. */
export const storedContents = z.object({ version: z.literal(1), contents });
