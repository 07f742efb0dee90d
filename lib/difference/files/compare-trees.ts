import type { Steps } from '#lib/rebase/hazards/interruptible-work.ts';
import type { LayerEntry } from '#lib/rebase/layer-listing/layer-listing.ts';
import type { FileChangeKind } from '../vocabulary.ts';
import type { ImageTree, TreeNode } from './image-tree.ts';

/** What is at a path. */
export interface FileState {
  readonly type: LayerEntry['type'];
  /** Bytes of a file's content. */
  readonly size: number;
  /** Target of a link. */
  readonly linkName: string | null;
}

/** A path whose content, type or link target differs; owners, modes and times are not compared. */
export interface FileChange {
  /** From the root, without a leading slash. */
  readonly path: string;
  readonly change: FileChangeKind;
  readonly before: FileState | null;
  readonly after: FileState | null;
}

export interface FileDifference {
  /** How many paths there are of each kind, listed or not. */
  readonly counts: Readonly<Record<FileChangeKind, number>>;
  /** By path, at most {@link MAX_LISTED} of each kind. */
  readonly items: readonly FileChange[];
  /** Bytes of all files' contents. */
  readonly bytes: { readonly before: number; readonly after: number };
}

/** Paths listed of each kind; the counts are exact. */
const MAX_LISTED = 500;
/** Paths compared between two pauses. */
const PER_STEP = 2000;

/**
 * The paths that differ between two images: files by their content, links by their target. A directory counts only where
 * it is empty, or where it takes the place of something else.
 */
export function* compareTrees(before: ImageTree, after: ImageTree): Steps<FileDifference> {
  const counts = { added: 0, removed: 0, changed: 0 };
  const items: FileChange[] = [];
  const bytes = { before: 0, after: 0 };
  let steps = 0;
  const add = (change: FileChangeKind, path: string, was: FileState | null, is: FileState | null) => {
    counts[change] += 1;
    if (counts[change] <= MAX_LISTED) items.push({ path, change, before: was, after: is });
  };
  // A stack of its own: paths may be deeper than the engine's.
  const left: { path: string; one?: TreeNode | undefined; other?: TreeNode | undefined }[] = [
    { path: '', one: before.root, other: after.root },
  ];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const { path, one, other } = next;
    if (++steps % PER_STEP === 0) yield;
    const [was, is] = [leafOf(one), leafOf(other)];
    bytes.before += was?.size ?? 0;
    bytes.after += is?.size ?? 0;
    if (path !== '') {
      if (was !== null && is !== null) {
        if (!isSame(one, other)) add('changed', path, was, is);
      } else if (was !== null) {
        add(other === undefined ? 'removed' : 'changed', path, was, other === undefined ? null : DIRECTORY);
      } else if (is !== null) {
        add(one === undefined ? 'added' : 'changed', path, one === undefined ? null : DIRECTORY, is);
      }
    }
    if (one === other) continue;
    const names = new Set([...(one?.children?.keys() ?? []), ...(other?.children?.keys() ?? [])]);
    for (const name of [...names].sort().reverse()) {
      left.push({
        path: path === '' ? name : `${path}/${name}`,
        one: one?.children?.get(name),
        other: other?.children?.get(name),
      });
    }
  }
  return { counts, items, bytes };
}

const DIRECTORY: FileState = { type: 'directory', size: 0, linkName: null };

/** A directory that no layer lists by itself. */
const NO_ENTRY: LayerEntry = { path: '', ...DIRECTORY };

/** What stands at a node by itself; null for nothing, and for a directory that has anything in it. */
function leafOf(node: TreeNode | undefined): FileState | null {
  if (node === undefined || (node.children?.size ?? 0) > 0) return null;
  const { type, size, linkName } = node.entry ?? DIRECTORY;
  return { type, size, linkName };
}

function isSame(one: TreeNode | undefined, other: TreeNode | undefined): boolean {
  const [a, b] = [one?.entry ?? NO_ENTRY, other?.entry ?? NO_ENTRY];
  if (a === b) return true;
  if (a.type !== b.type || a.size !== b.size || a.linkName !== b.linkName) return false;
  // Without hashes, equal sizes do not show equal contents.
  return a.type !== 'file' || (a.hash !== undefined && a.hash === b.hash);
}
