import type { LayerStack } from '../layer-listing/stack.ts';
import type { PlanWarning } from '../rebase.ts';
import { BASE_PATHS, type BasePaths, homesOf, isAboveBasePath, isBasePath } from './base-paths.ts';
import { describeChange, type PathChange } from './changes.ts';
import { filterInSteps, type Steps } from './interruptible-work.ts';
import { mergedDirectoryClashes } from './merged-directories.ts';

/** Paths that one warning names; its sentence has the whole count. */
const MAX_PATHS = 50;

/** Warns of files of the base that the app's layers overwrite or remove. */
export function* overwriteWarnings(
  platform: string,
  changes: readonly PathChange[],
  base: LayerStack,
): Steps<PlanWarning[]> {
  const warned = new Set<PathChange>();
  const warn = (name: string, meaning: string, found: readonly PathChange[]): PlanWarning[] => {
    for (const change of found) warned.add(change);
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
    const isIn = (change: PathChange) => touches(group, change) && mayHave(base, homesOf(group, change.path));
    known.push(...warn(group.name, group.meaning, yield* filterInSteps(changes, isIn)));
  }
  const merged = warn(
    'system directories',
    'One of them has a link where the other has a directory. This hides the new base’s programs and libraries, and the image may not start. Rebuild it instead.',
    mergedDirectoryClashes(changes, base),
  );
  const others = yield* filterInSteps(changes, (change) => !warned.has(change) && hidesBase(change, base));
  const rest = warn(
    'files',
    'The image keeps its own version of these files, or leaves them out: fixes in the new base’s do not take effect.',
    others,
  );
  const detail =
    'The app’s layers have too many directories to compare all of them with the new base: overwritten files may be missing here.';
  const notCompared: PlanWarning[] = base.isExhausted ? [{ kind: 'unread-layers', platform, detail }] : [];
  return [...merged, ...known, ...rest, ...notCompared];
}

function touches(group: BasePaths, { path, does }: PathChange): boolean {
  if (does === 'directory') return false;
  return isBasePath(group, path) || (does !== 'write' && isAboveBasePath(group, path));
}

/** False only if the new base is known to have none of these paths: then the app hides nothing. */
function mayHave(base: LayerStack, paths: readonly string[]): boolean {
  return paths.some((path) => base.resolve(path).state !== 'absent');
}

/** True if the change hides something that the new base has at that path, as far as it was listed. */
function hidesBase({ path, does }: PathChange, base: LayerStack): boolean {
  const located = base.locate(path);
  if (located.state !== 'found') return false;
  return does !== 'directory' || located.entry.type !== 'directory';
}
