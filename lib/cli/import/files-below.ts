import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { CommandContext } from '../judging/command-context.ts';

/** The most entries of a folder, with those of the folders below it. */
const MAX_ENTRIES = 50_000;
/** Folders that hold what others wrote, or what was built. */
const SKIPPED = new Set(['.git', 'node_modules', 'vendor', '.terraform']);

/** Lists the files below a folder. */
export const filesBelow: CommandContext['filesBelow'] = (root) => {
  if (!statSync(root, { throwIfNoEntry: false })?.isDirectory()) return undefined;
  const files: { path: string; bytes: number }[] = [];
  const folders = [''];
  let entries = 0;
  for (let folder = folders.shift(); folder !== undefined; folder = folders.shift()) {
    const listed = readdirSync(join(root, folder), { withFileTypes: true });
    for (const entry of listed.sort((one, other) => (one.name < other.name ? -1 : 1))) {
      entries += 1;
      if (entries > MAX_ENTRIES) return { files, more: true };
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      // A symbolic link is neither: it could lead out of the folder.
      if (entry.isDirectory() && !SKIPPED.has(entry.name)) folders.push(path);
      else if (entry.isFile()) files.push({ path, bytes: statSync(join(root, path)).size });
    }
  }
  return { files, more: false };
};
