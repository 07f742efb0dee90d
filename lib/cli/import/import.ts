import { readFiles } from '#lib/sources/files/read-files.ts';
import type { CommandContext } from '../judging/command-context.ts';
import { readToken } from '../judging/judge-settings.ts';
import { paintFor, printable, printableJson } from '../render/terminal.ts';
import { parseImportArguments } from './import-arguments.ts';
import { IMPORT_HELP } from './import-help.ts';
import { postMentions } from './post-mentions.ts';
import { readInputs } from './read-inputs.ts';
import { renderImport } from './render-import.ts';

const EXIT_INCOMPLETE = 3;

/**
 * Runs `baseboard import …` with the arguments after that word: reads files, prints what they declare, and posts it if asked
 * to. What is posted replaces what the source had, so nothing is posted if a file could not be read, or no image was found.
 * Returns the exit code. Throws `UsageError`.
 */
export async function importCommand(args: readonly string[], context: CommandContext): Promise<number> {
  const command = parseImportArguments(args);
  if (command.kind === 'import-help') {
    context.out(IMPORT_HELP);
    return 0;
  }
  const { target } = command;
  const token = target && readToken(command.tokenFile, context);
  const inputs = await readInputs(command.paths, context);
  const read = readFiles(inputs.files);
  const reading = { ...read, unreadable: [...inputs.unreadable, ...read.unreadable] };
  const { mentions, notes, unreadable } = reading;
  const complete = unreadable.length === 0;
  let failure =
    mentions.length === 0
      ? 'no image was found'
      : complete
        ? undefined
        : `${unreadable.length === 1 ? 'a file' : `${unreadable.length} files`} could not be read`;
  let posted = false;
  if (target !== undefined && failure === undefined) {
    const sequence = target.sequence ?? context.clock().getTime();
    const signal = AbortSignal.timeout(command.timeoutMs);
    const refused = await postMentions(
      { ...target, sequence, mentions },
      { server: target.server, token },
      signal,
    );
    posted = refused === undefined;
    failure = refused && `posting to ${target.server.host} failed: ${refused}`;
  }
  const exitCode = failure === undefined ? 0 : EXIT_INCOMPLETE;
  if (command.format === 'json') {
    const files = [...reading.kinds].map(([path, kind]) => ({ path, kind }));
    const tool = { name: 'baseboard', version: context.version };
    context.out(
      `${printableJson({ tool, exitCode, complete, posted, files, mentions, notes, unreadable })}\n`,
    );
  } else {
    context.out(renderImport(reading, paintFor(context.terminal, context.env)));
    if (target !== undefined && posted) {
      context.out(printable(`Posted to source ${target.source} of ${target.server.host}`).concat('\n'));
    }
  }
  if (failure !== undefined) context.err(target === undefined ? failure : `${failure}; nothing was posted`);
  return exitCode;
}
