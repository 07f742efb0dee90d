import { type FileKind, folderOf, kindOfPath } from './file-kind.ts';
import { FILE_LIMITS } from './file-limits.ts';

/** An entry of a tree of files. */
export interface FileEntry {
  readonly path: string;
  /** If the tree says so. */
  readonly bytes?: number | undefined;
}

/** A file that should be read, and is not. */
export interface LeftOut {
  readonly path: string;
  readonly message: string;
}

/**
 * Chooses the files that a reader knows by their paths: of `.env` and values those that belong to another file, and no
 * templates of charts. If there are too many, files that may be anything are left out first.
 */
export function selectFiles<Entry extends FileEntry>(
  entries: readonly Entry[],
): { readonly files: readonly Entry[]; readonly leftOut: readonly LeftOut[] } {
  const kinds = new Map<Entry, FileKind | 'yaml'>();
  const foldersOf: Readonly<Record<'compose' | 'chart', Set<string>>> = {
    compose: new Set(),
    chart: new Set(),
  };
  for (const entry of entries) {
    const kind = kindOfPath(entry.path);
    if (kind === 'compose' || kind === 'chart') foldersOf[kind].add(folderOf(entry.path));
    if (kind !== undefined) kinds.set(entry, kind);
  }
  const known = entries.filter((entry) => {
    const kind = kinds.get(entry);
    const folder = folderOf(entry.path);
    if (kind === 'variables') return foldersOf.compose.has(folder);
    const chart = /^(?:(.*)\/)?templates\//.exec(entry.path);
    return kind !== undefined && !(kind === 'yaml' && chart && foldersOf.chart.has(chart[1] ?? ''));
  });
  const isNamed = (entry: Entry) => kinds.get(entry) !== 'yaml';
  const files: Entry[] = [];
  const leftOut: LeftOut[] = [];
  for (const entry of [...known.filter(isNamed), ...known.filter((each) => !isNamed(each))]) {
    const { path, bytes = 0 } = entry;
    if (bytes > FILE_LIMITS.characters) leftOut.push({ path, message: 'it is larger than 1 MB' });
    else if (files.length < FILE_LIMITS.files) files.push(entry);
    else leftOut.push({ path, message: `only the first ${FILE_LIMITS.files} files are read` });
  }
  return { files, leftOut };
}
