import { basename } from 'node:path';
import { parseDocument } from 'yaml';
import { ConfigError } from '#lib/config/config-error.ts';
import { credentialEnvironment } from '#lib/config/credential-environment.ts';
import { createRegistry } from '#lib/registry/client.ts';
import { chosenHosts, credentialsForChosen } from '#lib/registry/credentials/chosen-hosts.ts';
import { createCredentialFinder } from '#lib/registry/credentials/credential-sources.ts';
import { listSource } from '#lib/sources/list-source.ts';
import { previewSource } from '#lib/sources/preview.ts';
import { BY_LOGIN } from '#lib/sources/registries/registry-login.ts';
import {
  isClusterSource,
  isFileSource,
  isListedSource,
  parseSource,
  type RegistrySource,
  registryOf,
  type Source,
} from '#lib/sources/source.ts';
import { MAX_SOURCE_NAME } from '#lib/sources/source-fields.ts';
import { UsageError } from '../input/usage-error.ts';
import type { CommandContext } from '../judging/command-context.ts';
import { readJudgeSettings } from '../judging/judge-settings.ts';
import { paintFor, printableJson } from '../render/terminal.ts';
import { findSourceCredential } from './find-source-credential.ts';
import { EXIT_INCOMPLETE, previewCluster } from './preview-cluster.ts';
import { previewFiles } from './preview-files.ts';
import { renderPreview } from './render-preview.ts';
import type { SourcesPreviewCommand } from './sources-arguments.ts';

/** The name of a source that has none. */
const PREVIEW = 'preview';

/**
 * Runs `baseboard sources preview`: lists the source once, prints what it would track, and returns the exit code. Throws
 * `UsageError`, `ConfigError` and `RegistrySettingsError` before the first request.
 */
const WHY_NO_PREVIEW = {
  push: 'a source of the kind push has nothing to preview: its images are posted',
  files:
    'the command line cannot preview a source of the kind files: use baseboard import, or Settings › Sources',
} as const;

export async function previewSourceCommand(
  command: SourcesPreviewCommand,
  context: CommandContext,
): Promise<number> {
  const source = await readSource(command, context);
  if (!isListedSource(source)) throw new UsageError(WHY_NO_PREVIEW[source.kind]);
  if (isClusterSource(source)) return previewCluster(source, command, context);
  if (isFileSource(source)) return previewFiles(source, command, context);
  return previewRegistry(source, command, context);
}

async function previewRegistry(
  source: RegistrySource,
  command: SourcesPreviewCommand,
  context: CommandContext,
): Promise<number> {
  if (command.tokenFile !== undefined && BY_LOGIN.has(source.kind)) {
    throw new UsageError(
      `--token-file is not for ${source.kind}: it is listed with the login of the registry`,
    );
  }
  const { registries } = readJudgeSettings(command.config, context);
  const registry = registryOf(source);
  const finder = createCredentialFinder(
    { env: credentialEnvironment(context.env), home: context.home },
    context.err,
  );
  const hosts = chosenHosts([registry, ...registries.map(({ host }) => host)]);
  const credential = credentialsForChosen(finder, hosts);
  const client = createRegistry({ registries, userAgent: `baseboard/${context.version}` }, { credential });
  try {
    const listing = await listSource(source, {
      client,
      credential: await findSourceCredential(source, command, context, { registries, credential }),
      budget: command.requests,
      signal: AbortSignal.timeout(command.timeoutMs),
    });
    const preview = previewSource(source, listing, context.clock().getTime());
    const paint = paintFor(context.terminal, context.env);
    context.out(
      command.format === 'json' ? `${printableJson(preview)}\n` : renderPreview(registry, preview, paint),
    );
    return preview.complete ? 0 : EXIT_INCOMPLETE;
  } finally {
    await client.close();
  }
}

async function readSource(
  { file, described }: SourcesPreviewCommand,
  { readFile, readStandardInput }: CommandContext,
): Promise<Source> {
  const parsed = parseSource(file === undefined ? { name: PREVIEW, ...described } : await readDocument(file));
  if ('source' in parsed) return parsed.source;
  throw new ConfigError(
    parsed.issues.map(({ key, allowed }) => ({ key: file === undefined ? key : `${file} ${key}`, allowed })),
  );

  async function readDocument(path: string): Promise<unknown> {
    let text: string;
    try {
      text = path === '-' ? await readStandardInput() : readFile(path);
    } catch (cause) {
      throw new UsageError(`${path} cannot be read`, { cause });
    }
    const document = parseDocument(text, { uniqueKeys: true });
    const [error] = document.errors;
    if (error) throw new UsageError(`${path} is not valid YAML: ${error.message.split('\n')[0]}`);
    const content: unknown = document.toJS();
    return typeof content === 'object' && content !== null ? { name: nameFor(path), ...content } : content;
  }
}

/** The name of a source whose file does not say one. */
function nameFor(path: string): string {
  return basename(path).slice(0, MAX_SOURCE_NAME).trim() || PREVIEW;
}
