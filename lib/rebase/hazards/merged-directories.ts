import type { LayerStack } from '../layer-listing/stack.ts';
import type { PathChange } from './changes.ts';

/** Directories that are links on one distribution and directories on another: a merged /usr, /run, /usr/sbin. */
const MERGED = [
  'bin',
  'sbin',
  'lib',
  'lib32',
  'lib64',
  'libx32',
  'usr/sbin',
  'usr/lib64',
  'var/run',
  'var/lock',
];

/** Changes that put a directory over the new base's link, a link over its directory, or take either away. */
export function mergedDirectoryClashes(changes: readonly PathChange[], base: LayerStack): PathChange[] {
  return changes.filter(({ path, does }) => {
    if (!MERGED.includes(path)) return false;
    if (does === 'remove' || does === 'empty') return true;
    const found = base.at(path);
    if (found.state !== 'found') return false;
    const isDirectory = found.entry.type === 'directory';
    return does === 'directory' ? !isDirectory : isDirectory;
  });
}

/** Paths for which the new base's listing does not show whether they clash. */
export function unknownClashes(changes: readonly PathChange[], base: LayerStack): string[] {
  const paths = changes.filter(({ path }) => MERGED.includes(path) && base.at(path).state === 'unknown');
  return [...new Set(paths.map(({ path }) => `/${path}`))];
}
