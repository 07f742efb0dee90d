import type { ClusterSource } from '#lib/sources/clusters/cluster-source.ts';
import { readArgoCd } from '#lib/sources/clusters/read-argo-cd.ts';
import { readCluster } from '#lib/sources/clusters/read-cluster.ts';
import { previewMentions } from '#lib/sources/preview-mentions.ts';
import { UsageError } from '../input/usage-error.ts';
import type { CommandContext } from '../judging/command-context.ts';
import { readJudgeSettings, readToken } from '../judging/judge-settings.ts';
import { paintFor, printableJson } from '../render/terminal.ts';
import { renderMentionsPreview } from './render-mentions-preview.ts';
import type { SourcesPreviewCommand } from './sources-arguments.ts';

export const EXIT_INCOMPLETE = 3;

/**
 * Lists a cluster or Argo CD once, prints what it would track, and returns the exit code. Throws `UsageError` and
 * `ConfigError` before the first request.
 */
export async function previewCluster(
  source: ClusterSource,
  command: SourcesPreviewCommand,
  context: CommandContext,
): Promise<number> {
  const { tokenFile } = command;
  const { server } = source.config;
  if (tokenFile !== undefined && server === undefined) {
    throw new UsageError('--token-file goes with a server: a kubeconfig and a pod have their own login');
  }
  const token = tokenFile === undefined ? undefined : readToken(tokenFile, context);
  const listed = readJudgeSettings(command.config, context).registries.map(({ host }) => host);
  const deps = {
    token,
    readFile: context.readFile,
    mayNameFiles: true,
    env: context.env,
    // A file may come from others. What stands on the command line is the operator's own.
    listedHosts: command.file === undefined && server !== undefined ? [...listed, server.host] : listed,
    userAgent: `baseboard/${context.version}`,
    budget: command.requests,
    signal: AbortSignal.timeout(command.timeoutMs),
  };
  const listing =
    source.kind === 'argocd' ? await readArgoCd(source.config, deps) : await readCluster(source.config, deps);
  const preview = previewMentions(listing);
  const subject = source.kind === 'argocd' ? source.config.server.host : source.config.cluster;
  const paint = paintFor(context.terminal, context.env);
  context.out(
    command.format === 'json'
      ? `${printableJson(preview)}\n`
      : renderMentionsPreview(subject, preview, paint),
  );
  return preview.complete ? 0 : EXIT_INCOMPLETE;
}
