import { z } from 'zod';
import { canonicalRegistry } from '#lib/oci/reference.ts';
import { apiHostOf } from '#lib/sources/registries/api-host.ts';
import { parseSource, type Source } from '#lib/sources/source.ts';
import type { SourceKind } from '#lib/sources/source-kind.ts';
import { parseStored, parseStoredOr } from '#lib/store/database/stored-json.ts';
import type { StoredSource } from '#lib/store/sources/sources.ts';
import { SourceRefusedError } from './source-context.ts';

/** What a source is made of, as a request or baseboard.yaml gives it, without credentials. */
export interface SourceSettings {
  readonly name: string;
  readonly kind: SourceKind;
  readonly config?: unknown;
  readonly select?: unknown;
  readonly every?: unknown;
}

/** What is stored of {@link SourceSettings} beside name and kind. */
const storedSettings = z.object({
  version: z.literal(1),
  config: z.unknown().optional(),
  select: z.unknown().optional(),
  every: z.unknown().optional(),
});

/** Parses a source. Throws {@link SourceRefusedError} with the first field that is wrong. */
export function checkSettings({ name, kind, config, select, every }: SourceSettings): Source {
  const parsed = parseSource({
    ...{ name, kind },
    ...(config === undefined ? {} : { config }),
    ...(select === undefined ? {} : { select }),
    ...(every === undefined ? {} : { every }),
  });
  if ('source' in parsed) return parsed.source;
  const [issue] = parsed.issues;
  const { key, allowed } = issue ?? { key: 'source', allowed: 'a source' };
  throw new SourceRefusedError('invalid-request', `${key}: expected ${allowed}.`, key);
}

/** The settings as JSON for the database. */
export function formatSettings({ config, select, every }: SourceSettings): z.infer<typeof storedSettings> {
  return { version: 1, config, select, every };
}

/** The settings of a stored source, as they were given. Throws `StoredJsonError`. */
export function settingsOf({ name, kind, settings }: StoredSource): SourceSettings {
  const { version: _, ...given } = parseStored(storedSettings, settings, `the source ${name}`);
  return { name, kind, ...given };
}

/** The settings of a stored source to show; empty if they cannot be read. */
export function shownSettings({ name, kind, settings }: StoredSource): SourceSettings {
  const nothing = { version: 1 as const };
  const { version: _, ...given } = parseStoredOr(storedSettings, settings, `the source ${name}`, nothing);
  return { name, kind, ...given };
}

/** The host whose API lists a source; null if it is not listed. */
export function hostOf(source: Source): string | null {
  return source.kind === 'push' ? null : canonicalRegistry(apiHostOf(source));
}
