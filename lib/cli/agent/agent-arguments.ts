import { parseArgs } from 'node:util';
import { interval, serverUrl, timeout, unknownArgument } from '../input/arguments.ts';
import { UsageError } from '../input/usage-error.ts';

/** The arguments of `baseboard agent`, parsed. */
export interface AgentCommand {
  readonly kind: 'agent';
  readonly server: URL;
  /** The id of the source that gets the mentions. */
  readonly source: string;
  readonly tokenFile: string | undefined;
  /** The settings of the cluster, as a source has them. */
  readonly cluster: Readonly<Record<string, unknown>>;
  readonly hashKeyFile: string | undefined;
  readonly once: boolean;
  /** Milliseconds after which the picture is posted again, even if nothing changed. */
  readonly everyMs: number;
  /** Seconds between two pictures at most, as the server gets to know it; `undefined` if nobody said. */
  readonly everySeconds: number | undefined;
  /** Milliseconds for one run with `--once`. */
  readonly timeoutMs: number;
}

const DEFAULT_EVERY = '10m';
const MAX_EVERY_DAYS = 1;

const OPTIONS = {
  server: { type: 'string' },
  source: { type: 'string' },
  'token-file': { type: 'string' },
  cluster: { type: 'string' },
  kubeconfig: { type: 'string' },
  context: { type: 'string' },
  namespace: { type: 'string', multiple: true },
  'exclude-namespace': { type: 'string', multiple: true },
  'hash-namespaces': { type: 'string' },
  once: { type: 'boolean' },
  every: { type: 'string' },
  timeout: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** Parses the arguments after `agent`. Throws {@link UsageError}. */
export function parseAgentArguments(args: readonly string[]): AgentCommand | { readonly kind: 'agent-help' } {
  const { values, positionals } = parsed(args);
  if (values.help === true) return { kind: 'agent-help' };
  if (positionals.length > 0) throw new UsageError(`unknown argument "${positionals[0]}"`);
  const { server, source, cluster, kubeconfig, context } = values;
  if (server === undefined) throw new UsageError('no --server given: the address of your Baseboard');
  if (source === undefined || !/^[A-Za-z0-9-]{1,64}$/.test(source)) {
    throw new UsageError('--source must be the id of a source of the kind push');
  }
  if (cluster === undefined) throw new UsageError('no --cluster given: what to call this cluster');
  const everySeconds = interval(values.every ?? DEFAULT_EVERY, MAX_EVERY_DAYS);
  const once = values.once === true;
  const { namespace: include, 'exclude-namespace': exclude } = values;
  return {
    kind: 'agent',
    server: serverUrl(server),
    source,
    tokenFile: values['token-file'],
    cluster: {
      cluster,
      ...(kubeconfig === undefined ? { inCluster: true } : { kubeconfig }),
      ...(context === undefined ? {} : { context }),
      namespaces: { ...(include && { include }), ...(exclude && { exclude }) },
    },
    hashKeyFile: values['hash-namespaces'],
    once,
    everyMs: everySeconds * 1000,
    everySeconds: once && values.every === undefined ? undefined : everySeconds,
    timeoutMs: timeout(values.timeout),
  };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true, strict: true });
  } catch (error) {
    throw unknownArgument(error);
  }
}
