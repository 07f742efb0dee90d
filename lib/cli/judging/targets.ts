import { formatReference, parseReference, ReferenceSyntaxError } from '#lib/oci/reference.ts';
import { candidatesOf } from '#lib/paste/parse-paste.ts';
import type { CheckCommand } from '../input/arguments.ts';
import { UsageError } from '../input/usage-error.ts';
import type { Surroundings } from './environment.ts';

/** A line of a file, from 1. */
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

/** `-` among the files. */
const STANDARD_INPUT = '-';

/**
 * The images that arguments and files name, each once, in that order. Throws {@link UsageError} that lists everything
 * that is no reference, a line each: a list that is read wrong in part is not checked in part.
 */
export async function readTargets(
  command: Pick<CheckCommand, 'references' | 'files'>,
  surroundings: Pick<Surroundings, 'readFile' | 'readStandardInput'>,
): Promise<Target[]> {
  const targets = new Map<string, Target>();
  const problems: string[] = [];
  const add = (text: string, place?: Place) => {
    try {
      const reference = formatReference(parseReference(text));
      // Standard input has lines, but nobody can open it at one.
      const file = place?.path === STANDARD_INPUT ? undefined : place;
      if (!targets.has(reference)) targets.set(reference, { reference, place: file });
    } catch (error) {
      if (!(error instanceof ReferenceSyntaxError)) throw error;
      problems.push(place === undefined ? error.message : at(place, error.message));
    }
  };
  for (const text of command.references) add(text);
  for (const path of command.files) {
    const { candidates, problems: unread } = await candidatesOf(await read(path, surroundings));
    problems.push(...unread.map(({ line, problem }) => at({ path, line }, problem)));
    for (const { line, text } of candidates) add(text, { path, line });
  }
  if (problems.length > 0) throw new UsageError(problems.join('\n'));
  if (targets.size === 0) throw new UsageError(`${command.files.join(', ')} names no image`);
  return [...targets.values()];
}

function at({ path, line }: Place, problem: string): string {
  return `${path === STANDARD_INPUT ? 'standard input' : path}:${line}: ${problem}`;
}

async function read(
  path: string,
  { readFile, readStandardInput }: Pick<Surroundings, 'readFile' | 'readStandardInput'>,
): Promise<string> {
  if (path === STANDARD_INPUT) return readStandardInput();
  try {
    return readFile(path);
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw new UsageError(`--file ${path} ${missing ? 'does not exist' : 'cannot be read'}`, { cause: error });
  }
}
