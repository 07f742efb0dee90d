import { z } from 'zod';
import { DURATION_SHAPE, parseDuration } from '#lib/time/duration.ts';
import type { SourceKind } from './source-kind.ts';

const MIN_EVERY_SECONDS = 300;
/** The most characters of a source's name. */
export const MAX_SOURCE_NAME = 100;

const every = z.string().transform((text, context) => {
  const seconds = parseDuration(text);
  if (seconds !== undefined && seconds >= MIN_EVERY_SECONDS) return seconds;
  context.addIssue({ code: 'custom', message: `${DURATION_SHAPE}, at least 5m` });
  return z.NEVER;
});

/** The fields of a source of any kind. */
export function sourceFields<Kind extends SourceKind, Config extends z.ZodType>(kind: Kind, config: Config) {
  return {
    name: z.string().trim().min(1, 'a name').max(MAX_SOURCE_NAME, `at most ${MAX_SOURCE_NAME} characters`),
    kind: z.literal(kind),
    config,
    /** Seconds between listings, once parsed. */
    every: every.prefault('6h'),
    /** Which stored credentials to use; never the secret itself. */
    credentialsRef: z.string().min(1).max(200).optional(),
  };
}
