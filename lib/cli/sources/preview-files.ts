import { createRegistry } from '#lib/registry/client.ts';
import { type FileSource, repositoryOf } from '#lib/sources/file-source.ts';
import { readFileSource } from '#lib/sources/files/repositories/read-file-source.ts';
import { previewMentions } from '#lib/sources/preview-mentions.ts';
import type { CommandContext } from '../judging/command-context.ts';
import { readJudgeSettings, readToken } from '../judging/judge-settings.ts';
import { paintFor, printableJson } from '../render/terminal.ts';
import { EXIT_INCOMPLETE } from './preview-cluster.ts';
import { count, many, previewSections } from './preview-sections.ts';
import type { SourcesPreviewCommand } from './sources-arguments.ts';

/**
 * Reads the files of a repository once, prints what they declare, and returns the exit code. Throws `UsageError` and
 * `ConfigError` before the first request.
 */
export async function previewFiles(
  source: FileSource,
  command: SourcesPreviewCommand,
  context: CommandContext,
): Promise<number> {
  const token = command.tokenFile === undefined ? undefined : readToken(command.tokenFile, context);
  const { registries } = readJudgeSettings(command.config, context);
  const client = createRegistry({ registries, userAgent: `baseboard/${context.version}` });
  try {
    const listing = await readFileSource(source, {
      client,
      credential: token === undefined ? undefined : { type: 'token', token },
      budget: command.requests,
      signal: AbortSignal.timeout(command.timeoutMs),
    });
    const { running: _, declared: __, ...preview } = previewMentions(listing);
    const { files, notes } = listing;
    const paint = paintFor(context.terminal, context.env);
    if (command.format === 'json') {
      context.out(`${printableJson({ ...preview, files, notes })}\n`);
      return preview.complete ? 0 : EXIT_INCOMPLETE;
    }
    const { selected, examples, dropped, cost, problems, complete } = preview;
    const more = selected > examples.length ? [`and ${count(selected - examples.length)} more`] : [];
    const unknown = dropped.map(
      ({ count: n, examples: names }) => `${count(n)}  ${names.join(', ')}${n > names.length ? ', …' : ''}`,
    );
    context.out(
      previewSections(
        paint,
        `${repositoryOf(source)}: ${many(selected, 'image')}${complete ? '' : ' so far; the listing is not complete'}`,
        `${many(files, 'file')} read`,
        [
          ['Images', [...examples, ...more]],
          ['Not known', unknown],
          ['Not evaluated', notes.map(({ file, line, message }) => `${file}:${line}: ${message}`)],
          ['Requests', [`${count(cost.listing)} for each listing`]],
          ['Not complete', problems.map(({ message }) => message)],
        ],
      ),
    );
    return complete ? 0 : EXIT_INCOMPLETE;
  } finally {
    await client.close();
  }
}
