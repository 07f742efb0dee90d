import { parseArgs } from 'node:util';
import type { Freshness } from '#lib/lineage/vocabulary/freshness.ts';
import type { Status } from '#lib/lineage/vocabulary/status.ts';
import { formatPlatform } from '#lib/oci/platform.ts';
import { DURATION_SHAPE, parseDuration } from '#lib/time/duration.ts';
import type { Tolerance } from './tolerance.ts';
import { UsageError } from './usage-error.ts';

export const FORMATS = ['text', 'json', 'sarif'] as const;
type Format = (typeof FORMATS)[number];

/** The arguments of `baseboard check`, parsed. */
export interface CheckCommand {
  readonly kind: 'check';
  /** As written. */
  readonly references: readonly string[];
  readonly files: readonly string[];
  /** Canonical names; `undefined` for all platforms. */
  readonly platforms: readonly string[] | undefined;
  readonly config: string | undefined;
  readonly server: URL | undefined;
  readonly tokenFile: string | undefined;
  readonly timeoutMs: number;
  readonly tolerance: Tolerance;
  readonly format: Format;
  readonly quiet: boolean;
}

export type Command =
  | CheckCommand
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  /** `lib/cli/sources`, `lib/cli/import` and `lib/cli/agent` parse the rest. */
  | { readonly kind: 'sources' | 'import' | 'agent'; readonly args: readonly string[] };

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

/** Parses the arguments after the program's name. Throws {@link UsageError}. */
export function parseArguments(args: readonly string[]): Command {
  const [first, ...rest] = args;
  if (first === 'sources' || first === 'import' || first === 'agent') return { kind: first, args: rest };
  const { values, positionals } = parsed(args);
  const [name, ...references] = positionals;
  if (values.help === true || name === 'help') return { kind: 'help' };
  if (values.version === true) return { kind: 'version' };
  if (name !== 'check') {
    throw new UsageError(
      name === undefined ? 'no command given; try baseboard check <reference>' : `unknown command "${name}"`,
    );
  }
  const files = values.file ?? [];
  if (references.length === 0 && files.length === 0) {
    throw new UsageError('no image given; name a reference, or a --file that contains some');
  }
  const server = values.server === undefined ? undefined : serverUrl(values.server);
  rejectConflicts(server, values);
  return {
    kind: 'check',
    references,
    files,
    platforms: values.platform?.map(platform),
    config: values.config,
    server,
    tokenFile: values['token-file'],
    timeoutMs: timeout(values.timeout),
    tolerance: tolerance(values.tolerate ?? [], values['max-behind']),
    format: oneOf('--format', values.format ?? 'text', FORMATS),
    quiet: values.quiet === true,
  };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true, strict: true });
  } catch (error) {
    throw unknownArgument(error);
  }
}

/** A `UsageError` for an error of Node's argument parser; any other error is returned as it is. */
export function unknownArgument(error: unknown): unknown {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  if (!(error instanceof Error) || !code.startsWith('ERR_PARSE_ARGS')) return error;
  // The first sentence of Node's message says what is wrong; the rest explains `--`.
  const [sentence = ''] = error.message.split(/\.(?:\s|$)/);
  return new UsageError(`${sentence.charAt(0).toLowerCase()}${sentence.slice(1)}`, { cause: error });
}

type Values = ReturnType<typeof parsed>['values'];

/** Rejects options that cannot be combined, instead of ignoring one of them. */
function rejectConflicts(server: URL | undefined, values: Values): void {
  if (server === undefined) {
    if (values['max-behind'] !== undefined) {
      throw new UsageError('--max-behind needs --server: only a server knows when a base moved');
    }
    if (values['token-file'] !== undefined) throw new UsageError('--token-file needs --server');
    return;
  }
  if (values.config !== undefined) {
    throw new UsageError(
      '--config cannot be used with --server, which has its own registries and credentials',
    );
  }
  if (values.platform !== undefined) {
    throw new UsageError('--platform cannot be used with --server, which checks all platforms');
  }
}

/** The URL of `--server`. Throws {@link UsageError}. */
export function serverUrl(text: string): URL {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol) || url.username !== '' || url.search !== '') {
    throw new UsageError(
      '--server must be the address of a Baseboard, such as https://baseboard.example.com',
    );
  }
  return url;
}

/** The milliseconds of `--timeout`. Throws {@link UsageError}. */
export function timeout(text: string | undefined): number {
  if (text === undefined) return DEFAULT_TIMEOUT_MS;
  const seconds = parseDuration(text);
  if (seconds === undefined || seconds === 0 || seconds * 1000 > MAX_TIMEOUT_MS) {
    throw new UsageError(`--timeout must be ${DURATION_SHAPE}, from 1s to 24d`);
  }
  return seconds * 1000;
}

/** The seconds of `--every`, at least a minute. Throws {@link UsageError}. */
export function interval(text: string, maxDays: number): number {
  const seconds = parseDuration(text);
  if (seconds === undefined || seconds < 60 || seconds > maxDays * 86_400) {
    throw new UsageError(`--every must be ${DURATION_SHAPE}, from 1m to ${maxDays}d`);
  }
  return seconds;
}

function tolerance(tolerated: readonly string[], maxBehind: string | undefined): Tolerance {
  for (const each of tolerated) oneOf('--tolerate', each, TOLERABLE);
  const seconds = maxBehind === undefined ? undefined : parseDuration(maxBehind);
  if (maxBehind !== undefined && seconds === undefined) {
    throw new UsageError(`--max-behind must be ${DURATION_SHAPE}`);
  }
  return {
    staleConfig: tolerated.includes('stale-config'),
    staleByAncestor: tolerated.includes('stale-by-ancestor'),
    maxBehindSeconds: seconds,
  };
}

function platform(text: string): string {
  const match = /^([a-z0-9]+)\/([a-z0-9_-]+)(?:\/([a-z0-9]+))?(?::([0-9.]+))?$/i.exec(text);
  if (match === null)
    throw new UsageError('--platform must be an operating system and an architecture, such as linux/arm64');
  const [, os = '', architecture = '', variant, osVersion] = match;
  return formatPlatform({
    os,
    architecture,
    ...(variant === undefined ? {} : { variant }),
    ...(osVersion === undefined ? {} : { osVersion }),
  });
}

/** A value that an option allows. Throws {@link UsageError}. */
export function oneOf<T extends string>(option: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((each) => each === value);
  if (found === undefined) throw new UsageError(`${option} must be one of ${allowed.join(', ')}`);
  return found;
}
