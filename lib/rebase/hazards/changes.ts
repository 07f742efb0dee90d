import type { LayerListing } from '../layer-listing/layer-listing.ts';
import type { Steps } from './interruptible-work.ts';

/** What layers do at one path to the layers below them. */
export interface PathChange {
  readonly path: string;
  /**
   * `write`: a file, link or device of their own. `directory`: joins a directory below, replaces anything else.
   * `remove`: the path is gone. `empty`: the directory stays, its content is gone.
   */
  readonly does: 'write' | 'directory' | 'remove' | 'empty';
}

/** Entries taken in at a time. */
const PER_STEP = 2000;

/** All changes of these layers, each once, in the order of the layers. */
export function* changesOf(layers: readonly LayerListing[]): Steps<PathChange[]> {
  const changes = new Map<string, PathChange>();
  // A layer that is listed twice changes nothing more.
  for (const { entries } of new Set(layers)) {
    for (const [index, { path, type }] of entries.entries()) {
      if (index % PER_STEP === PER_STEP - 1) yield;
      const does = doesOf(type);
      changes.set(`${does} ${path}`, { path, does });
    }
  }
  return [...changes.values()];
}

function doesOf(type: LayerListing['entries'][number]['type']): PathChange['does'] {
  switch (type) {
    case 'whiteout':
      return 'remove';
    case 'opaque':
      return 'empty';
    case 'directory':
      return 'directory';
    default:
      return 'write';
  }
}

/** A change as text to show: `/etc/passwd`, `/bin/sh (removed)`. */
export function describeChange({ path, does }: PathChange): string {
  const suffix = does === 'remove' ? ' (removed)' : does === 'empty' ? '/ (emptied)' : '';
  return `/${path}${suffix}`;
}
