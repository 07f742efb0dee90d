import { parseJsonTrees } from '#lib/paste/documents/json-tree.ts';
import { DocumentSyntaxError, type Tree } from '#lib/paste/documents/tree.ts';
import { parseYamlTrees } from '#lib/paste/documents/yaml-tree.ts';
import type { SourceFile } from './declarations.ts';
import { readDotenv } from './text/dotenv.ts';
import { withoutJsonComments } from './text/json-comments.ts';

/** The files of a source, each parsed at most once. */
export interface FileSet {
  readonly files: readonly SourceFile[];
  get(path: string): SourceFile | undefined;
  /**
   * The documents of a YAML or JSON file. Throws `DocumentSyntaxError` if the file is not valid; `.json` files may have
   * comments.
   */
  trees(file: SourceFile): readonly Tree[];
  /** The documents of a file that may be absent or invalid; then none. */
  treesAt(path: string): readonly Tree[];
  /** The variables of a `.env` file; none if it is absent. */
  variablesAt(path: string): ReadonlyMap<string, string>;
}

/** Makes a set of files. Of two files with the same path, the first counts. */
export function fileSet(files: readonly SourceFile[]): FileSet {
  const byPath = new Map<string, SourceFile>();
  for (const file of files) if (!byPath.has(file.path)) byPath.set(file.path, file);
  const parsed = new Map<SourceFile, readonly Tree[] | DocumentSyntaxError>();
  const variables = new Map<string, ReadonlyMap<string, string>>();
  const trees = (file: SourceFile) => {
    let known = parsed.get(file);
    if (known === undefined) {
      known = parse(file);
      parsed.set(file, known);
    }
    if (known instanceof DocumentSyntaxError) throw known;
    return known;
  };
  return {
    files: [...byPath.values()],
    get: (path) => byPath.get(path),
    trees,
    treesAt(path) {
      const file = byPath.get(path);
      try {
        return file === undefined ? [] : trees(file);
      } catch (error) {
        if (error instanceof DocumentSyntaxError) return [];
        throw error;
      }
    },
    variablesAt(path) {
      const known = variables.get(path) ?? readDotenv(byPath.get(path)?.text ?? '');
      variables.set(path, known);
      return known;
    },
  };
}

function parse({ path, text }: SourceFile): readonly Tree[] | DocumentSyntaxError {
  try {
    const isJson = /\.json$/i.test(path) || (!/\.ya?ml$/i.test(path) && /^\s*[{[]/.test(text));
    return isJson ? parseJsonTrees(withoutJsonComments(text)) : parseYamlTrees(text);
  } catch (error) {
    if (error instanceof DocumentSyntaxError) return error;
    // The YAML parser recurses: a deeper nesting than the stack is no valid file either.
    if (error instanceof RangeError) return new DocumentSyntaxError('it is nested too deeply', 1);
    throw error;
  }
}
