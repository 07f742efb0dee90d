import type { Steps } from '#lib/rebase/hazards/interruptible-work.ts';
import { cleanPath } from '#lib/rebase/layer-listing/collect.ts';
import type { LayerEntry, LayerListing } from '#lib/rebase/layer-listing/layer-listing.ts';

/** A file, a link, a device or a directory of an image. */
export interface TreeNode {
  /** Absent for a directory that no layer lists, only paths below it. */
  entry?: LayerEntry;
  /** The layer that wrote it, 0 is the lowest. A hard link has its target's entry and layer. */
  layer: number;
  /** Only directories have them. */
  children?: Map<string, TreeNode>;
}

/** Entries applied between two pauses. */
const PER_STEP = 2000;
/** Links followed for one path, as in Linux's path walk. */
const MAX_LINKS = 40;
/** Parts of a path. Deeper ones are only made to exhaust readers. */
const MAX_DEPTH = 256;

/** What an image contains: its layers applied to each other, as an unpacker does (image-spec, layer.md). */
export class ImageTree {
  readonly root: TreeNode = { layer: 0, children: new Map() };

  /** What opening this path inside the image reaches, links followed; `undefined` if there is nothing. */
  resolve(path: string): TreeNode | undefined {
    return this.#follow(partsOf(path), true);
  }

  /** Applies one more layer. Its whiteouts remove what the layers below have, never its own entries. */
  *apply(listing: LayerListing, layer: number): Steps<void> {
    let done = 0;
    for (const { type, path } of listing.entries) {
      if (type === 'whiteout') this.#remove(path);
      else if (type === 'opaque') this.#follow(partsOf(path), true)?.children?.clear();
      if (++done % PER_STEP === 0) yield;
    }
    for (const entry of listing.entries) {
      if (entry.type !== 'whiteout' && entry.type !== 'opaque') this.#add(entry, layer);
      if (++done % PER_STEP === 0) yield;
    }
  }

  #remove(path: string): void {
    const { parent, name } = split(path);
    this.#follow(parent, true)?.children?.delete(name);
  }

  #add(entry: LayerEntry, layer: number): void {
    const { parent, name } = split(entry.path);
    if (parent.length >= MAX_DEPTH) return;
    const siblings = this.#directory(parent, layer);
    const before = siblings.get(name);
    if (entry.type === 'directory') {
      // A directory joins one that is there, and replaces anything else.
      if (before?.children === undefined) siblings.set(name, { entry, layer, children: new Map() });
      else Object.assign(before, { entry, layer });
      return;
    }
    const target =
      entry.type === 'hard-link' ? this.#follow(partsOf(entry.linkName ?? ''), false) : undefined;
    const linked = target?.children === undefined ? target?.entry : undefined;
    siblings.set(name, linked && target ? { entry: linked, layer: target.layer } : { entry, layer });
  }

  /** The children of a directory, which is made where there is none; links to directories are followed. */
  #directory(parts: readonly string[], layer: number): Map<string, TreeNode> {
    const there = this.#follow(parts, true);
    if (there?.children !== undefined) return there.children;
    const above = this.#directory(parts.slice(0, -1), layer);
    const made: TreeNode = { layer, children: new Map() };
    above.set(parts.at(-1) ?? '', made);
    return made.children ?? new Map();
  }

  /** Walks down from the root; `last` says whether a link at the end of the path is followed, too. */
  #follow(parts: readonly string[], last: boolean): TreeNode | undefined {
    let links = 0;
    let walked: TreeNode[] = [this.root];
    const left = parts.toReversed();
    while (left.length > 0) {
      const part = left.pop() ?? '';
      if (part === '..') {
        if (walked.length > 1) walked.pop();
        continue;
      }
      const node = walked.at(-1)?.children?.get(part);
      if (node === undefined) return undefined;
      const link = node.entry?.type === 'symlink' ? node.entry.linkName : null;
      if (link === null || (left.length === 0 && !last)) {
        walked.push(node);
        continue;
      }
      links += 1;
      if (links > MAX_LINKS) return undefined;
      if (link.startsWith('/')) walked = [this.root];
      left.push(...rawParts(link).toReversed());
      if (left.length > MAX_DEPTH * 2) return undefined;
    }
    return walked.at(-1);
  }
}

/** An image's content from its layers, bottom first. */
export function* buildTree(layers: readonly LayerListing[]): Steps<ImageTree> {
  const tree = new ImageTree();
  for (const [at, layer] of layers.entries()) yield* tree.apply(layer, at);
  return tree;
}

const partsOf = (path: string) => {
  const clean = cleanPath(path);
  return clean === '' ? [] : clean.split('/');
};

/** The parts of a link's target; its `..` count from where the link leads. */
const rawParts = (path: string) => path.split('/').filter((part) => part !== '' && part !== '.');

function split(path: string): { parent: string[]; name: string } {
  const parts = partsOf(path);
  return { parent: parts.slice(0, -1), name: parts.at(-1) ?? '' };
}
