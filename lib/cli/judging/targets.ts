import { formatReference, parseReference, ReferenceSyntaxError } from '#lib/oci/reference.ts';
import { parsePaste } from '#lib/paste/parse-paste.ts';
import type { CheckCommand } from '../input/arguments.ts';
import { UsageError } from '../input/usage-error.ts';
import type { CommandContext } from './command-context.ts';

/** A line of a file, counted from 1. */
interface Place {
  readonly path: string;
  readonly line: number;
}

/** An image to check. */
export interface Target {
  /** Fully qualified. */
  readonly reference: string;
  /** Where a file names it. */
  readonly place: Place | undefined;
}

/** The file name that means standard input. */
const STANDARD_INPUT = '-';

/**
 * The images that arguments and files name, each once, in that order. If anything is not a valid reference, throws a
 * {@link UsageError} with a line for each and checks nothing: a partly misread list must not pass.
 */
export async function readTargets(
  command: Pick<CheckCommand, 'references' | 'files'>,
  context: Pick<CommandContext, 'readFile' | 'readStandardInput'>,
): Promise<Target[]> {
  const targets = new Map<string, Target>();
  const problems: string[] = [];
  const add = (text: string, place?: Place) => {
    try {
      const reference = formatReference(parseReference(text));
      // A line of standard input cannot be opened later, so it is not a place.
      const file = place?.path === STANDARD_INPUT ? undefined : place;
      if (!targets.has(reference)) targets.set(reference, { reference, place: file });
    } catch (error) {
      if (!(error instanceof ReferenceSyntaxError)) throw error;
      problems.push(place === undefined ? error.message : at(place, error.message));
    }
  };
  for (const text of command.references) add(text);
  for (const path of command.files) {
    const { images, problems: unread } = await parsePaste(await read(path, context));
    problems.push(...unread.map(({ line, problem }) => at({ path, line }, problem)));
    for (const { reference, line } of images) add(reference, { path, line });
  }
  if (problems.length > 0) throw new UsageError(problems.join('\n'));
  if (targets.size === 0) throw new UsageError(`${command.files.join(', ')} contains no image reference`);
  return [...targets.values()];
}

function at({ path, line }: Place, problem: string): string {
  return `${path === STANDARD_INPUT ? 'standard input' : path}:${line}: ${problem}`;
}

async function read(
  path: string,
  { readFile, readStandardInput }: Pick<CommandContext, 'readFile' | 'readStandardInput'>,
): Promise<string> {
  if (path === STANDARD_INPUT) return readStandardInput();
  try {
    return readFile(path);
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw new UsageError(`--file ${path} ${missing ? 'does not exist' : 'cannot be read'}`, { cause: error });
  }
}
