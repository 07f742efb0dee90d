import { ConfigError } from '#lib/config/config-error.ts';
import type { KubernetesConfig } from '#lib/sources/clusters/cluster-source.ts';
import { ConnectionSettingsError } from '#lib/sources/clusters/connection/connection-deps.ts';
import { followCluster } from '#lib/sources/clusters/follow/follow-cluster.ts';
import { type ReadClusterDeps, readCluster } from '#lib/sources/clusters/read-cluster.ts';
import type { Mention } from '#lib/sources/mention.ts';
import type { MentionListing } from '#lib/sources/mention-listing.ts';
import { parseSource } from '#lib/sources/source.ts';
import { UsageError } from '../input/usage-error.ts';
import type { ChangeTimes, CommandContext } from '../judging/command-context.ts';
import { readToken } from '../judging/judge-settings.ts';
import { type AgentCommand, parseAgentArguments } from './agent-arguments.ts';
import { AGENT_HELP } from './agent-help.ts';
import { createChanges } from './changes.ts';
import { hashNamespaces } from './hash-namespaces.ts';
import { createPoster, type PostOutcome } from './picture-poster.ts';

const EXIT_FAILED = 3;
const TIMES: ChangeTimes = { quietMs: 5000, longestMs: 30_000 };
/** After a picture that was not posted. */
const AGAIN_MS = 60_000;
const MIN_KEY = 16;

/** What one run of the agent works with. */
interface AgentRun {
  readonly config: KubernetesConfig;
  readonly deps: ReadClusterDeps;
  /** What leaves the cluster. */
  readonly shown: (mentions: readonly Mention[]) => readonly Mention[];
  readonly post: (mentions: readonly Mention[]) => Promise<PostOutcome>;
}

/**
 * Runs `baseboard agent` with the arguments after that word, and returns the exit code. Throws `UsageError` and `ConfigError`
 * before the first request.
 */
export async function agent(args: readonly string[], context: CommandContext): Promise<number> {
  const command = parseAgentArguments(args);
  if (command.kind === 'agent-help') {
    context.out(AGENT_HELP);
    return 0;
  }
  const config = readConfig(command);
  const key = command.hashKeyFile === undefined ? undefined : readKey(command.hashKeyFile, context);
  const token = readToken(command.tokenFile, context);
  const stopped = context.untilStopped();
  const signal = command.once ? AbortSignal.any([stopped, AbortSignal.timeout(command.timeoutMs)]) : stopped;
  const userAgent = `baseboard-agent/${context.version}`;
  const { server, source, everySeconds } = command;
  const run: AgentRun = {
    config,
    deps: {
      ...{
        token: undefined,
        readFile: context.readFile,
        mayNameFiles: true,
        env: context.env,
        listedHosts: [],
      },
      ...{ userAgent, signal },
    },
    shown: (mentions) => (key === undefined ? mentions : hashNamespaces(mentions, key)),
    post: createPoster({ server, source, token, userAgent, everySeconds, signal, clock: context.clock }),
  };
  return command.once ? postOnce(run, context) : follow(run, command.everyMs, context);
}

async function postOnce({ config, deps, shown, post }: AgentRun, context: CommandContext): Promise<number> {
  const listing = await readCluster(config, deps);
  // The server takes a picture as complete: what is not in it would be untracked.
  if (!listing.complete) {
    for (const { message } of listing.problems) context.err(message);
    context.err('nothing was posted: the cluster could not be read completely');
    return EXIT_FAILED;
  }
  const mentions = shown(listing.mentions);
  return report(await post(mentions), mentions, config.cluster, context) ? 0 : EXIT_FAILED;
}

async function follow(
  { config, deps, shown, post }: AgentRun,
  everyMs: number,
  context: CommandContext,
): Promise<number> {
  const changes = createChanges(context.agentTimes ?? TIMES, deps.signal);
  const cluster = connect();
  const problems = createProblemReport(context);
  let posted = '';
  let waitMs = everyMs;
  for (;;) {
    const why = await changes.next(waitMs);
    waitMs = everyMs;
    if (why === 'stopped') break;
    const listing = cluster.listing();
    if (listing === undefined) continue;
    problems.report(listing);
    if (!listing.complete) continue;
    const mentions = shown(listing.mentions);
    const picture = JSON.stringify(mentions);
    if (why === 'changed' && picture === posted) continue;
    const outcome = await post(mentions);
    if (deps.signal.aborted) break;
    if (report(outcome, mentions, config.cluster, context)) posted = picture;
    else waitMs = Math.min(everyMs, AGAIN_MS);
  }
  await cluster.ended;
  return 0;

  function connect() {
    try {
      return followCluster(config, { ...deps, onChange: changes.note });
    } catch (error) {
      throw error instanceof ConnectionSettingsError
        ? new UsageError(error.message, { cause: error })
        : error;
    }
  }
}

/** Prints what became of a picture; true if it was posted. */
function report(
  outcome: PostOutcome,
  mentions: readonly Mention[],
  cluster: string,
  context: CommandContext,
): boolean {
  if (outcome.state === 'posted') {
    const at = context.clock().toISOString();
    context.out(
      `${at} posted ${mentions.length} ${mentions.length === 1 ? 'mention' : 'mentions'} of ${cluster}, sequence ${outcome.sequence}\n`,
    );
    return true;
  }
  context.err(`the picture was not posted: ${outcome.message}`);
  return false;
}

/** Prints each problem once, until it has passed. */
function createProblemReport(context: CommandContext) {
  let known = new Set<string>();
  return {
    report({ problems }: Pick<MentionListing, 'problems'>) {
      const messages = new Set(problems.map(({ message }) => message));
      for (const message of messages) if (!known.has(message)) context.err(message);
      if (known.size > 0 && messages.size === 0) context.err('the cluster can be read completely again');
      else if (known.size === 0 && messages.size > 0) context.err('nothing is posted until that has passed');
      known = messages;
    },
  };
}

function readConfig({ cluster }: AgentCommand): KubernetesConfig {
  const parsed = parseSource({ name: 'agent', kind: 'kubernetes', config: cluster });
  if ('issues' in parsed) {
    throw new ConfigError(parsed.issues.map(({ key, allowed }) => ({ key: optionOf(key), allowed })));
  }
  if (parsed.source.kind !== 'kubernetes') throw new Error('the kind is fixed');
  return parsed.source.config;
}

/** The option that sets a setting. */
function optionOf(key: string): string {
  const [, setting = key, list] = key.split('.');
  if (setting === 'namespaces') return list === 'exclude' ? '--exclude-namespace' : '--namespace';
  return `--${setting}`;
}

function readKey(path: string, { readFile }: Pick<CommandContext, 'readFile'>): string {
  let key: string;
  try {
    key = readFile(path).trim();
  } catch (cause) {
    throw new UsageError(`--hash-namespaces ${path} cannot be read`, { cause });
  }
  if (key.length < MIN_KEY)
    throw new UsageError(`--hash-namespaces needs a key of at least ${MIN_KEY} characters`);
  return key;
}
