import { parseArgs } from 'node:util';
import { oneOf, timeout, unknownArgument } from '../input/arguments.ts';
import { UsageError } from '../input/usage-error.ts';

const SOURCES_FORMATS = ['text', 'json'] as const;

/** The arguments of `baseboard sources preview`, parsed. */
export interface SourcesPreviewCommand {
  readonly kind: 'sources-preview';
  /** The file with the source, `-` for standard input; `undefined` if options describe it. */
  readonly file: string | undefined;
  /** The source that options describe. */
  readonly described:
    | { readonly kind: string; readonly config: Readonly<Record<string, string>> }
    | undefined;
  readonly config: string | undefined;
  readonly tokenFile: string | undefined;
  /** Requests that the preview may make. */
  readonly requests: number;
  readonly timeoutMs: number;
  readonly format: (typeof SOURCES_FORMATS)[number];
}

const DEFAULT_REQUESTS = 1000;
const MAX_REQUESTS = 1_000_000;

const OPTIONS = {
  kind: { type: 'string' },
  registry: { type: 'string' },
  with: { type: 'string', multiple: true },
  requests: { type: 'string' },
  config: { type: 'string', short: 'c' },
  'token-file': { type: 'string' },
  timeout: { type: 'string' },
  format: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** Parses the arguments after `sources`. Throws {@link UsageError}. */
export function parseSourcesArguments(
  args: readonly string[],
): SourcesPreviewCommand | { readonly kind: 'sources-help' } {
  const { values, positionals } = parsed(args);
  if (values.help === true) return { kind: 'sources-help' };
  const [verb, file, ...more] = positionals;
  if (verb !== 'preview') {
    throw new UsageError(
      verb === undefined
        ? 'no command given; try baseboard sources preview'
        : `unknown command "sources ${verb}"`,
    );
  }
  if (more.length > 0) throw new UsageError('give one file with a source');
  const settings = [
    ...(values.registry === undefined ? [] : [`registry=${values.registry}`]),
    ...(values.with ?? []),
  ];
  const { kind } = values;
  if (file === undefined && kind === undefined) {
    throw new UsageError('no source given; name a file, or a --kind with its settings');
  }
  if (file !== undefined && (kind !== undefined || settings.length > 0)) {
    throw new UsageError('give either a file with a source, or a --kind with its settings');
  }
  return {
    kind: 'sources-preview',
    file,
    described: kind === undefined ? undefined : { kind, config: Object.fromEntries(settings.map(setting)) },
    config: values.config,
    tokenFile: values['token-file'],
    requests: values.requests === undefined ? DEFAULT_REQUESTS : requests(values.requests),
    timeoutMs: timeout(values.timeout),
    format: oneOf('--format', values.format ?? 'text', SOURCES_FORMATS),
  };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true, strict: true });
  } catch (error) {
    throw unknownArgument(error);
  }
}

function setting(text: string): [string, string] {
  const at = text.indexOf('=');
  if (at < 1) throw new UsageError('--with must be a setting and its value, such as --with project=shop');
  return [text.slice(0, at), text.slice(at + 1)];
}

function requests(text: string): number {
  const count = /^\d{1,7}$/.test(text) ? Number(text) : 0;
  if (count < 1 || count > MAX_REQUESTS) {
    throw new UsageError(`--requests must be a whole number from 1 to ${MAX_REQUESTS}`);
  }
  return count;
}
