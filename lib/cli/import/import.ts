import { readFiles } from '#lib/sources/files/read-files.ts';
import type { ProgramContext } from '../judging/judge-locally.ts';
import { readJudgeSettings, readToken } from '../judging/judge-settings.ts';
import { type PostAnswer, postPicture } from '../judging/mentions-post.ts';
import { paintFor, printable, printableJson } from '../render/terminal.ts';
import { compareOutputs, comparisonCode } from './compare-outputs.ts';
import { parseImportArguments } from './import-arguments.ts';
import { IMPORT_HELP } from './import-help.ts';
import { readInputs } from './read-inputs.ts';
import { renderCompared, renderImport } from './render-import.ts';

const EXIT_INCOMPLETE = 3;

/**
 * Runs `baseboard import …` with the arguments after that word: reads files, prints what they declare, and posts it if asked
 * to. What is posted replaces what the source had, so nothing is posted if a file could not be read, or no image was found.
 * Returns the exit code. Throws `UsageError` and
 * `ConfigError` before anything is read.
 */
export async function importCommand(args: readonly string[], context: ProgramContext): Promise<number> {
  const command = parseImportArguments(args);
  if (command.kind === 'import-help') {
    context.out(IMPORT_HELP);
    return 0;
  }
  const { target } = command;
  const token = target && readToken(command.tokenFile, context);
  const settings = command.compare ? readJudgeSettings(command.config, context) : undefined;
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
    const { server, source, everySeconds } = target;
    const picture = { sequence, mentions, everySeconds };
    const refused = whyNot(await postPicture({ server, token }, source, picture, signal));
    posted = refused === undefined;
    failure = refused && `posting to ${server.host} failed: ${refused}`;
  }
  const compared = settings ? await compareOutputs(mentions, settings, command.timeoutMs, context) : [];
  const exitCode = failure === undefined ? comparisonCode(compared) : EXIT_INCOMPLETE;
  if (command.format === 'json') {
    const files = [...reading.kinds].map(([path, kind]) => ({ path, kind }));
    const tool = { name: 'baseboard', version: context.version };
    const report = { tool, exitCode, complete, posted, files, mentions, notes, unreadable };
    context.out(`${printableJson(command.compare ? { ...report, compared } : report)}\n`);
  } else {
    const paint = paintFor(context.terminal, context.env);
    context.out(renderImport(reading, paint));
    if (command.compare) context.out(renderCompared(compared, paint));
    if (target !== undefined && posted) {
      context.out(printable(`Posted to source ${target.source} of ${target.server.host}`).concat('\n'));
    }
  }
  if (failure !== undefined) context.err(target === undefined ? failure : `${failure}; nothing was posted`);
  return exitCode;
}

/** Why the images were not posted; `undefined` if they were. */
function whyNot(answer: PostAnswer): string | undefined {
  switch (answer.state) {
    case 'accepted':
      return undefined;
    case 'too-large':
      return 'the images are more than 5 MB, compressed; import fewer files';
    case 'refused':
      return answer.detail ?? `the server answered ${answer.status}`;
    case 'no-answer':
      return answer.message;
  }
}
