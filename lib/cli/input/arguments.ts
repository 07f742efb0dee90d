import { parseArgs } from 'node:util';
import { DURATION_SHAPE, parseDuration } from '#lib/config/duration.ts';
import type { Freshness } from '#lib/lineage/vocabulary/freshness.ts';
import type { Status } from '#lib/lineage/vocabulary/status.ts';
import { formatPlatform } from '#lib/oci/platform.ts';
import type { Tolerance } from './tolerance.ts';
import { UsageError } from './usage-error.ts';

const FORMATS = ['text', 'json', 'sarif'] as const;
type Format = (typeof FORMATS)[number];

/** A check as it was asked for. */
export interface CheckCommand {
  readonly kind: 'check';
  /** As written. */
  readonly references: readonly string[];
  readonly files: readonly string[];
  /** Canonical names; `undefined` for all. */
  readonly platforms: readonly string[] | undefined;
  readonly config: string | undefined;
  readonly server: URL | undefined;
  readonly tokenFile: string | undefined;
  readonly timeoutMs: number;
  readonly tolerance: Tolerance;
  readonly format: Format;
  readonly quiet: boolean;
}

export type Command = CheckCommand | { readonly kind: 'help' } | { readonly kind: 'version' };

const TOLERABLE = ['stale-config', 'stale-by-ancestor'] as const satisfies readonly (Freshness | Status)[];
const DEFAULT_TIMEOUT_MS = 5 * 60_000;
/** The longest a timer can wait, a little less than 25 days. */
const MAX_TIMEOUT_MS = 2 ** 31 - 1;

const OPTIONS = {
  file: { type: 'string', short: 'f', multiple: true },
  platform: { type: 'string', multiple: true },
  config: { type: 'string', short: 'c' },
  server: { type: 'string' },
  'token-file': { type: 'string' },
  timeout: { type: 'string' },
  tolerate: { type: 'string', multiple: true },
  'max-behind': { type: 'string' },
  format: { type: 'string' },
  quiet: { type: 'boolean', short: 'q' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean' },
} as const;

/** Reads the arguments after the program's name. Throws {@link UsageError}. */
export function parseArguments(args: readonly string[]): Command {
  const { values, positionals } = parsed(args);
  const [name, ...references] = positionals;
  if (values.help === true || name === 'help') return { kind: 'help' };
  if (values.version === true) return { kind: 'version' };
  if (name !== 'check') {
    throw new UsageError(
      name === undefined ? 'say what to do: baseboard check <reference>' : `there is no command "${name}"`,
    );
  }
  const files = values.file ?? [];
  if (references.length === 0 && files.length === 0) {
    throw new UsageError('name an image to check, or a --file that names some');
  }
  const server = values.server === undefined ? undefined : serverUrl(values.server);
  refuseTogether(server, values);
  return {
    kind: 'check',
    references,
    files,
    platforms: values.platform?.map(platform),
    config: values.config,
    server,
    tokenFile: values['token-file'],
    timeoutMs: values.timeout === undefined ? DEFAULT_TIMEOUT_MS : timeout(values.timeout),
    tolerance: tolerance(values.tolerate ?? [], values['max-behind']),
    format: oneOf('--format', values.format ?? 'text', FORMATS),
    quiet: values.quiet === true,
  };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true, strict: true });
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    if (!(error instanceof Error) || !code.startsWith('ERR_PARSE_ARGS')) throw error;
    // Node's first sentence says what is wrong; the rest explains --.
    const [sentence = ''] = error.message.split(/\.(?:\s|$)/);
    throw new UsageError(`${sentence.charAt(0).toLowerCase()}${sentence.slice(1)}`, { cause: error });
  }
}

type Values = ReturnType<typeof parsed>['values'];

/** What cannot be true together is refused, rather than ignored. */
function refuseTogether(server: URL | undefined, values: Values): void {
  if (server === undefined) {
    if (values['max-behind'] !== undefined) {
      throw new UsageError('--max-behind wants --server: only a server remembers when a base moved');
    }
    if (values['token-file'] !== undefined) throw new UsageError('--token-file is for --server');
    return;
  }
  if (values.config !== undefined) {
    throw new UsageError('--config is not for --server, which has its own registries and credentials');
  }
  if (values.platform !== undefined) {
    throw new UsageError('--platform is not for --server, which judges all platforms');
  }
}

function serverUrl(text: string): URL {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol) || url.username !== '' || url.search !== '') {
    throw new UsageError('--server is the address of a Baseboard, such as https://baseboard.example.com');
  }
  return url;
}

function timeout(text: string): number {
  const seconds = parseDuration(text);
  if (seconds === undefined || seconds === 0 || seconds * 1000 > MAX_TIMEOUT_MS) {
    throw new UsageError(`--timeout is ${DURATION_SHAPE}, from 1s to 24d`);
  }
  return seconds * 1000;
}

function tolerance(tolerated: readonly string[], maxBehind: string | undefined): Tolerance {
  for (const each of tolerated) oneOf('--tolerate', each, TOLERABLE);
  const seconds = maxBehind === undefined ? undefined : parseDuration(maxBehind);
  if (maxBehind !== undefined && seconds === undefined) {
    throw new UsageError(`--max-behind is ${DURATION_SHAPE}`);
  }
  return {
    staleConfig: tolerated.includes('stale-config'),
    staleByAncestor: tolerated.includes('stale-by-ancestor'),
    maxBehindSeconds: seconds,
  };
}

function platform(text: string): string {
  const match = /^([a-z0-9]+)\/([a-z0-9_-]+)(?:\/([a-z0-9]+))?(?::([0-9.]+))?$/i.exec(text);
  if (match === null) throw new UsageError('--platform is an os and an architecture, such as linux/arm64');
  const [, os = '', architecture = '', variant, osVersion] = match;
  return formatPlatform({
    os,
    architecture,
    ...(variant === undefined ? {} : { variant }),
    ...(osVersion === undefined ? {} : { osVersion }),
  });
}

function oneOf<T extends string>(option: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((each) => each === value);
  if (found === undefined) throw new UsageError(`${option} is one of ${allowed.join(', ')}`);
  return found;
}
