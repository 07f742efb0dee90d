import { z } from 'zod';
import { canonicalRegistry } from '#lib/oci/reference.ts';
import { fileHostOf } from '#lib/sources/file-source.ts';
import { apiHostOf } from '#lib/sources/registries/api-host.ts';
import {
  isClusterSource,
  isFileSource,
  isListedSource,
  parseSource,
  registryOf,
  type Source,
} from '#lib/sources/source.ts';
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
  /** A source of the sample fleet: it comes and goes with it, and is read-only. */
  sample: z.literal(true).optional(),
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

/**
 * Parses a source that a person asks for. A file of the server can only be named in baseboard.yaml. Throws
 * {@link SourceRefusedError}.
 */
export function checkRequested(settings: SourceSettings): Source {
  const source = checkSettings(settings);
  if (source.kind === 'kubernetes' && source.config.kubeconfig !== undefined) {
    const why =
      'config.kubeconfig: a file of the server can only be named in baseboard.yaml. Give a server and a token.';
    throw new SourceRefusedError('invalid-request', why, 'config.kubeconfig');
  }
  return source;
}

/** The settings as JSON for the database. */
export function formatSettings({ config, select, every }: SourceSettings): z.infer<typeof storedSettings> {
  return { version: 1, config, select, every };
}

/** The settings of a stored source, as they were given. Throws `StoredJsonError`. */
export function settingsOf({ name, kind, settings }: StoredSource): SourceSettings {
  const { version: _, sample: __, ...given } = parseStored(storedSettings, settings, `the source ${name}`);
  return { name, kind, ...given };
}

/** The settings of a source of the sample fleet. It is not listed: what it mentions is posted. */
export const SAMPLE_SETTINGS: z.infer<typeof storedSettings> = { version: 1, sample: true };

/** Whether a stored source belongs to the sample fleet. */
export function isSampleSource(source: Pick<StoredSource, 'name' | 'settings'>): boolean {
  return storedOrNothing(source).sample === true;
}

/** Refuses to change a source that belongs to the sample fleet, or what it mentions. */
export function refuseSample(source: StoredSource): void {
  if (!isSampleSource(source)) return;
  const why = `“${source.name}” belongs to the sample fleet: it cannot be changed, and is removed with it.`;
  throw new SourceRefusedError('conflict', why);
}

/** Refuses to change a source that baseboard.yaml names or that belongs to the sample fleet. */
export function refuseReadOnly(source: StoredSource): void {
  refuseSample(source);
  if (!source.fromFile) return;
  throw new SourceRefusedError(
    'source-in-file',
    `sources: in baseboard.yaml names “${source.name}”. Change it there.`,
  );
}

/** The settings of a stored source to show; empty if they cannot be read. */
export function shownSettings({ name, kind, settings }: StoredSource): SourceSettings {
  const { version: _, sample: __, ...given } = storedOrNothing({ name, settings });
  return { name, kind, ...given };
}

function storedOrNothing({ name, settings }: Pick<StoredSource, 'name' | 'settings'>) {
  const nothing: z.infer<typeof storedSettings> = { version: 1 };
  return parseStoredOr(storedSettings, settings, `the source ${name}`, nothing);
}

/** The host whose API lists a source; null if it is not listed. */
export function hostOf(source: Source): string | null {
  switch (source.kind) {
    case 'push':
    case 'files':
      return null;
    case 'argocd':
      return source.config.server.host;
    case 'kubernetes':
      return source.config.server?.host ?? `cluster ${source.config.cluster}`;
    case 'github':
    case 'gitlab-files':
      return canonicalRegistry(fileHostOf(source));
    default:
      return canonicalRegistry(apiHostOf(source));
  }
}

/**
 * Where the credentials of a source are sent, with the kind of API that gets them: what was stored for one place must not
 * reach another one. Of an address, its scheme and its path count too.
 */
export function destinationOf(source: Source): string {
  const server = isClusterSource(source) ? source.config.server : undefined;
  const address = server === undefined ? hostOf(source) : server.href.replace(/\/+$/, '');
  return `${source.kind} ${address}`;
}

/** The registry that a source lists: none for clusters, files and posted images, whose images are anywhere. */
export function registriesOf(source: Source): string[] {
  const isOfRegistry = isListedSource(source) && !isClusterSource(source) && !isFileSource(source);
  return isOfRegistry ? [registryOf(source)] : [];
}
