import type { HistoryEntry } from '#lib/oci/image-config.ts';

/** The comment of an entry in place of a layer's own that was lost (image-spec, config.md § history). */
const LOST = 'history of this layer was lost before the rebase';

/** Fields that identify an entry. Times do not: a base of the same content may have been built again. */
const IDENTITY = ['created_by', 'comment', 'author'] as const;

export interface HistoryQuestion {
  readonly original: readonly HistoryEntry[];
  /** Empty where it is not known. */
  readonly oldBase: readonly HistoryEntry[];
  readonly newBase: readonly HistoryEntry[];
  /** Layers of the original that are its old base's. */
  readonly baseLayers: number;
  readonly newBaseLayers: number;
  /** Layers of the original above its base. */
  readonly keptLayers: number;
}

export interface RebasedHistory {
  /** Empty where neither side had one, else with exactly one non-empty entry for each layer. */
  readonly history: readonly HistoryEntry[];
  /** Entries were added, because there were fewer than layers. */
  readonly rebuilt: boolean;
}

/**
 * The new base's history, then the original's from the seam on. History entries may be
 * empty, or missing altogether: layers are cut by index, history by counting its non-empty entries.
 */
export function rebaseHistory(question: HistoryQuestion): RebasedHistory {
  const { original, newBase, newBaseLayers } = question;
  if (original.length === 0 && newBase.length === 0) return { history: [], rebuilt: false };
  const below = layered(newBase) === newBaseLayers ? newBase : undefined;
  const above = ownEntries(question);
  return {
    history: [...(below ?? lostEntries(newBaseLayers)), ...(above ?? lostEntries(question.keptLayers))],
    rebuilt: below === undefined || above === undefined,
  };
}

/** The entries of the image's own layers; `undefined` if the history does not show which they are. */
function ownEntries({
  original,
  oldBase,
  baseLayers,
  keptLayers,
}: HistoryQuestion): readonly HistoryEntry[] | undefined {
  if (keptLayers === 0 && original.length === 0) return [];
  if (layered(original) === baseLayers + keptLayers) {
    const seam = afterLayers(original, baseLayers);
    return original.slice(seam + sharedEmpties(original.slice(seam), emptyTail(oldBase)));
  }
  // The base had none, and the builder began with its own first step.
  if (layered(oldBase) === 0 && layered(original) === keptLayers) return original;
  return undefined;
}

function layered(history: readonly HistoryEntry[]): number {
  return history.filter((entry) => !entry.empty_layer).length;
}

/** The position right after the `count`th entry that made a layer. */
function afterLayers(history: readonly HistoryEntry[], count: number): number {
  let seen = 0;
  let at = 0;
  while (at < history.length && seen < count) {
    if (!history[at]?.empty_layer) seen += 1;
    at += 1;
  }
  return at;
}

/** The empty entries that a history ends with, such as the base's CMD. */
function emptyTail(history: readonly HistoryEntry[]): readonly HistoryEntry[] {
  const last = history.findLastIndex((entry) => !entry.empty_layer);
  return history.slice(last + 1);
}

/** How many entries of the base's empty tail are at the seam. */
function sharedEmpties(above: readonly HistoryEntry[], tail: readonly HistoryEntry[]): number {
  let shared = 0;
  while (shared < tail.length && same(above[shared], tail[shared])) shared += 1;
  return shared;
}

function same(a: HistoryEntry | undefined, b: HistoryEntry | undefined): boolean {
  if (a === undefined || b === undefined || !a.empty_layer !== !b.empty_layer) return false;
  return IDENTITY.every((key) => (a[key] ?? '') === (b[key] ?? ''));
}

function lostEntries(count: number): HistoryEntry[] {
  return Array.from({ length: count }, () => ({ comment: LOST }));
}
