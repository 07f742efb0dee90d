import { parseArgs } from 'node:util';
import { interval, oneOf, serverUrl, timeout, unknownArgument } from '../input/arguments.ts';
import { UsageError } from '../input/usage-error.ts';

const IMPORT_FORMATS = ['text', 'json'] as const;

/** The arguments of `baseboard import`, parsed. */
export interface ImportCommand {
  readonly kind: 'import';
  /** Files, folders, and `-` for standard input. */
  readonly paths: readonly string[];
  /** Where to post the images. */
  readonly target:
    | {
        readonly server: URL;
        readonly source: string;
        readonly sequence: number | undefined;
        /** Seconds between two posts at most; `undefined` if nobody said. */
        readonly everySeconds: number | undefined;
      }
    | undefined;
  /** Whether to compare the images that builds make with their Dockerfiles. */
  readonly compare: boolean;
  readonly config: string | undefined;
  readonly tokenFile: string | undefined;
  readonly timeoutMs: number;
  readonly format: (typeof IMPORT_FORMATS)[number];
}

/** A pipeline may run once in a month. */
const MAX_EVERY_DAYS = 31;

const OPTIONS = {
  compare: { type: 'boolean' },
  config: { type: 'string', short: 'c' },
  server: { type: 'string' },
  source: { type: 'string' },
  sequence: { type: 'string' },
  every: { type: 'string' },
  'token-file': { type: 'string' },
  timeout: { type: 'string' },
  format: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** Parses the arguments after `import`. Throws {@link UsageError}. */
export function parseImportArguments(
  args: readonly string[],
): ImportCommand | { readonly kind: 'import-help' } {
  const { values, positionals: paths } = parsed(args);
  if (values.help === true) return { kind: 'import-help' };
  if (paths.length === 0)
    throw new UsageError('no file given; name files or a folder, or - for standard input');
  if (paths.filter((path) => path === '-').length > 1) throw new UsageError('- can be given once');
  const { server, source, sequence } = values;
  if ((server === undefined) !== (source === undefined)) {
    throw new UsageError('--server and --source go together: where to post, and the id of the source there');
  }
  const compare = values.compare === true;
  if (values.config !== undefined && !compare) throw new UsageError('--config needs --compare');
  if (values.timeout !== undefined && server === undefined && !compare) {
    throw new UsageError('--timeout needs --compare or --server');
  }
  for (const option of ['token-file', 'sequence', 'every'] as const) {
    if (server === undefined && values[option] !== undefined)
      throw new UsageError(`--${option} needs --server`);
  }
  if (sequence !== undefined && !/^\d{1,15}$/.test(sequence)) {
    throw new UsageError('--sequence must be a whole number, such as the number of the pipeline run');
  }
  return {
    kind: 'import',
    paths,
    target:
      server === undefined || source === undefined
        ? undefined
        : {
            server: serverUrl(server),
            source,
            sequence: sequence === undefined ? undefined : Number(sequence),
            everySeconds: values.every === undefined ? undefined : interval(values.every, MAX_EVERY_DAYS),
          },
    ...{ compare, config: values.config },
    tokenFile: values['token-file'],
    timeoutMs: timeout(values.timeout),
    format: oneOf('--format', values.format ?? 'text', IMPORT_FORMATS),
  };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true, strict: true });
  } catch (error) {
    throw unknownArgument(error);
  }
}
