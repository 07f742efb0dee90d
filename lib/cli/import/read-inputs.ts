import type { FileNote, SourceFile } from '#lib/sources/files/declarations.ts';
import { selectFiles } from '#lib/sources/files/select-files.ts';
import { UsageError } from '../input/usage-error.ts';
import type { CommandContext } from '../judging/command-context.ts';

/** The files to read, and those that could not be. */
interface Inputs {
  readonly files: readonly SourceFile[];
  readonly unreadable: readonly FileNote[];
}

const STANDARD_INPUT = 'standard input';

/**
 * Reads the files that arguments name; of a folder, those that some reader knows. Paths of a single folder are relative to it.
 * Throws {@link UsageError} if a path cannot be read, or standard input is empty.
 */
export async function readInputs(
  paths: readonly string[],
  context: Pick<CommandContext, 'readFile' | 'filesBelow' | 'readStandardInput'>,
): Promise<Inputs> {
  const files: SourceFile[] = [];
  const unreadable: FileNote[] = [];
  const read = (path: string, name: string) => {
    try {
      files.push({ path: name, text: withoutMark(context.readFile(path)) });
    } catch (error) {
      const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
      throw new UsageError(`${path} ${missing ? 'does not exist' : 'cannot be read'}`, { cause: error });
    }
  };
  for (const path of paths) {
    if (path === '-') {
      const text = withoutMark(await context.readStandardInput());
      if (text.trim() === '') throw new UsageError('standard input is empty');
      files.push({ path: STANDARD_INPUT, text });
      continue;
    }
    const name = path.replace(/^(?:\.\/+)+/, '').replace(/\/+$/, '');
    const folder = context.filesBelow(path);
    if (folder === undefined) {
      read(path, name);
      continue;
    }
    const prefix = paths.length === 1 || name === '.' || name === '' ? '' : `${name}/`;
    const { files: chosen, leftOut } = selectFiles(folder.files);
    for (const file of chosen) read(`${path.replace(/\/+$/, '')}/${file.path}`, `${prefix}${file.path}`);
    for (const each of leftOut) {
      unreadable.push({ file: `${prefix}${each.path}`, line: 1, message: each.message });
    }
    if (folder.more)
      unreadable.push({ file: path, line: 1, message: 'it has more than 50,000 files and folders' });
  }
  return { files, unreadable };
}

function withoutMark(text: string): string {
  return text.replace(/^\uFEFF/, '');
}
