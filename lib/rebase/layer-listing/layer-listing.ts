import type { TarEntryType } from './archive/tar.ts';

/**
 * What a layer does at one path (image-spec, layer.md). `whiteout` removes the path of the layers below, `opaque`
 * everything below that directory; neither touches its own layer.
 */
export interface LayerEntry {
  /** From the root, without a leading slash, cleaned of `.` and `..`: `etc/passwd`. */
  readonly path: string;
  readonly type: TarEntryType | 'whiteout' | 'opaque';
  /** Bytes of a file's content; 0 for everything else. */
  readonly size: number;
  /** Target of a link, verbatim. */
  readonly linkName: string | null;
}

/** Limits of one listing. A layer that passes one is cut there, and says so. */
export interface ListingBounds {
  /** Bytes as they come from the registry. */
  readonly compressedBytes: number;
  /** Bytes after decompression. */
  readonly bytes: number;
  readonly entries: number;
  /** UTF-8 bytes of one path or link target. */
  readonly pathBytes: number;
  /** UTF-8 bytes of all paths and link targets together. */
  readonly namesBytes: number;
  /** Bytes of one file whose content is wanted. */
  readonly contentBytes: number;
  /** Bytes of all wanted contents together. */
  readonly contentsBytes: number;
}

const MIB = 1024 * 1024;

export const LISTING_BOUNDS: ListingBounds = {
  compressedBytes: 1024 * MIB,
  bytes: 4096 * MIB,
  entries: 300_000,
  pathBytes: 4096,
  namesBytes: 32 * MIB,
  contentBytes: 64 * 1024,
  contentsBytes: MIB,
};

/** How far the reading of a layer came. Only `complete` says that a path is not there. */
export type ListingOutcome =
  | { readonly state: 'complete' }
  /** What was looked for had been seen; the rest was left unread. */
  | { readonly state: 'stopped' }
  | {
      readonly state: 'cut';
      readonly bound: keyof ListingBounds;
      readonly limit: number;
      /** The limit is of several layers together. */
      readonly together?: true;
    }
  /** No archive, or a broken one; the entries are those before the fault. */
  | { readonly state: 'malformed'; readonly problem: string }
  /** Its bytes could not be had, or broke off; the entries are those before. */
  | { readonly state: 'unread'; readonly problem: string };

export interface LayerListing {
  /** In the archive's order; of two with the same path the later one counts. */
  readonly entries: readonly LayerEntry[];
  /** Contents of the wanted regular files, by path. */
  readonly contents: ReadonlyMap<string, Uint8Array>;
  readonly outcome: ListingOutcome;
  /** True if every byte of the blob was read, so that whoever gave the stream could check its digest. */
  readonly readToEnd: boolean;
}

/** A layer of which nothing was read, and why: its bytes are kept elsewhere, its size is beyond reason. */
export function unreadLayer(problem: string): LayerListing {
  return { ...NOTHING, outcome: { state: 'unread', problem } };
}

const NOTHING = { entries: [], contents: new Map<string, Uint8Array>(), readToEnd: false };

/** A layer that nobody needed to read: what was looked for is in the layers above it. */
export const LAYER_LEFT_UNREAD: LayerListing = { ...NOTHING, outcome: { state: 'stopped' } };

const LIMITS: Readonly<Record<keyof ListingBounds, string>> = {
  compressedBytes: 'bytes are read of it',
  bytes: 'bytes are unpacked of it',
  entries: 'entries are read of it',
  pathBytes: 'bytes are read of one path',
  namesBytes: 'bytes are kept of its paths',
  contentBytes: 'bytes are kept of one file',
  contentsBytes: 'bytes are kept of its files',
};

/** Why a listing says nothing certain of paths that it lacks; `null` where it is whole. Completes "layer x: …". */
export function whyIncomplete(outcome: ListingOutcome): string | null {
  switch (outcome.state) {
    case 'complete':
      return null;
    case 'stopped':
      return 'it was read only as far as needed';
    case 'cut':
      return outcome.together
        ? `the image’s layers are larger than what is read of them: of all together at most ${outcome.limit} ${LIMITS[outcome.bound].replace(/ of it$/, '')}`
        : `it is larger than what is read: at most ${outcome.limit} ${LIMITS[outcome.bound]}`;
    case 'malformed':
      return `it is no whole archive: ${outcome.problem}`;
    case 'unread':
      return outcome.problem;
  }
}
