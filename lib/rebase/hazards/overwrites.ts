import type { LayerStack } from '../layer-listing/stack.ts';
import type { PlanWarning } from '../rebase.ts';
import { BASE_PATHS, type BasePaths, homesOf, isAboveBasePath, isBasePath } from './base-paths.ts';
import { describeChange, type PathChange } from './changes.ts';
import { filterInSteps, type Steps } from './interruptible-work.ts';
import { mergedDirectoryClashes } from './merged-directories.ts';

/** Paths that one warning names; its sentence tells how many there are. */
const MAX_PATHS = 50;

/** Warns of what the app's layers put over, or take from, the base beneath them. */
export function* overwriteWarnings(
  platform: string,
  changes: readonly PathChange[],
  base: LayerStack,
): Steps<PlanWarning[]> {
  const told = new Set<PathChange>();
  const warn = (name: string, meaning: string, found: readonly PathChange[]): PlanWarning[] => {
    for (const change of found) told.add(change);
    if (found.length === 0) return [];
    const count = found.length === 1 ? 'one path' : `${found.length} paths`;
    return [
      {
        kind: 'overwrites-base',
        platform,
        detail: `The app’s layers change the base’s ${name} (${count}). ${meaning}`,
        paths: found.slice(0, MAX_PATHS).map(describeChange),
      },
    ];
  };
  const known: PlanWarning[] = [];
  for (const group of BASE_PATHS) {
    const isIn = (change: PathChange) =>
      touches(group, change) && mayStandIn(base, homesOf(group, change.path));
    known.push(...warn(group.name, group.meaning, yield* filterInSteps(changes, isIn)));
  }
  const merged = warn(
    'system directories',
    'What is a link in the one is a directory in the other: the new base’s programs and libraries behind it are hidden, and the image may not start. Rebuild it instead.',
    mergedDirectoryClashes(changes, base),
  );
  const others = yield* filterInSteps(changes, (change) => !told.has(change) && hidesBase(change, base));
  const rest = warn(
    'files',
    'The image keeps its own over the new base’s, or goes on without them: fixes in these do not arrive.',
    others,
  );
  const detail =
    'The app’s layers have more directories than are compared with the new base’s: some of its files may be overwritten without a word here.';
  const untold: PlanWarning[] = base.isExhausted ? [{ kind: 'unread-layers', platform, detail }] : [];
  return [...merged, ...known, ...rest, ...untold];
}

function touches(group: BasePaths, { path, does }: PathChange): boolean {
  if (does === 'directory') return false;
  return isBasePath(group, path) || (does !== 'write' && isAboveBasePath(group, path));
}

/** False only where the new base is known to have none of it: what the app brings then hides nothing. */
function mayStandIn(base: LayerStack, paths: readonly string[]): boolean {
  return paths.some((path) => base.resolve(path).state !== 'absent');
}

/** True if something that the new base has at that path, as far as it was listed, cannot be seen any more. */
function hidesBase({ path, does }: PathChange, base: LayerStack): boolean {
  const standing = base.locate(path);
  if (standing.state !== 'found') return false;
  return does !== 'directory' || standing.entry.type !== 'directory';
}
