import type { CommandContext } from '../judging/command-context.ts';
import { previewSourceCommand } from './preview-source.ts';
import { parseSourcesArguments } from './sources-arguments.ts';
import { SOURCES_HELP } from './sources-help.ts';

/** Runs `baseboard sources …` with the arguments after that word, and returns the exit code. Throws `UsageError`. */
export async function sources(args: readonly string[], context: CommandContext): Promise<number> {
  const command = parseSourcesArguments(args);
  if (command.kind === 'sources-preview') return previewSourceCommand(command, context);
  context.out(SOURCES_HELP);
  return 0;
}
