import type { LAYER_ENTRY_TYPE } from './entry-type.ts';

/**
 * What a layer does at one path (image-spec, layer.md). `whiteout` removes the path of the layers below, `opaque`
 * everything below that directory; neither touches its own layer.
 */
export interface LayerEntry {
  /** From the root, without a leading slash, cleaned of `.` and `..`: `etc/passwd`. */
  readonly path: string;
  readonly type: (typeof LAYER_ENTRY_TYPE)[number];
  /** Bytes of a file's content; 0 for everything else. */
  readonly size: number;
  /** Target of a link, verbatim. */
  readonly linkName: string | null;
  /** SHA-256 of a file's stored bytes, if hashes were wanted. */
  readonly hash?: string;
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

/** How far a layer was read. Only `complete` proves that a path is not there. */
export type ListingOutcome =
  | { readonly state: 'complete' }
  /** The wanted paths were found; the rest was left unread. */
  | { readonly state: 'stopped' }
  | {
      readonly state: 'cut';
      readonly bound: keyof ListingBounds;
      readonly limit: number;
      /** The limit is of several layers together. */
      readonly together?: true;
    }
  /** No archive, or a broken one; the entries are those before the error. */
  | { readonly state: 'malformed'; readonly problem: string }
  /** Its bytes could not be fetched, or ended early; the entries are those before. */
  | { readonly state: 'unread'; readonly problem: string };

export interface LayerListing {
  /** In the archive's order; of two with the same path the later one counts. */
  readonly entries: readonly LayerEntry[];
  /** Contents of the wanted regular files, by path. */
  readonly contents: ReadonlyMap<string, Uint8Array>;
  readonly outcome: ListingOutcome;
  /** True if every byte of the blob was read, so that its source could check the digest. */
  readonly readToEnd: boolean;
}

/** A layer of which nothing was read, and why: kept outside the registry, or far too large. */
export function unreadLayer(problem: string): LayerListing {
  return { ...NOTHING, outcome: { state: 'unread', problem } };
}

const NOTHING = { entries: [], contents: new Map<string, Uint8Array>(), readToEnd: false };

/** A layer that did not have to be read: the wanted paths are in the layers above it. */
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

/** Why a listing does not prove that a path is missing; `null` if it is complete. Completes "layer x: …". */
export function whyIncomplete(outcome: ListingOutcome): string | null {
  switch (outcome.state) {
    case 'complete':
      return null;
    case 'stopped':
      return 'it was read only as far as needed';
    case 'cut':
      return outcome.together
        ? `the image’s layers are larger than the limit: of all together at most ${outcome.limit} ${LIMITS[outcome.bound].replace(/ of it$/, '')}`
        : `it is larger than the limit: at most ${outcome.limit} ${LIMITS[outcome.bound]}`;
    case 'malformed':
      return `it is not a complete tar archive: ${outcome.problem}`;
    case 'unread':
      return outcome.problem;
  }
}
