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
    const standing = base.at(path);
    if (standing.state !== 'found') return false;
    const isDirectory = standing.entry.type === 'directory';
    return does === 'directory' ? !isDirectory : isDirectory;
  });
}

/** Paths of which the new base's listing does not tell whether they clash. */
export function untoldClashes(changes: readonly PathChange[], base: LayerStack): string[] {
  const paths = changes.filter(({ path }) => MERGED.includes(path) && base.at(path).state === 'unknown');
  return [...new Set(paths.map(({ path }) => `/${path}`))];
}
