import type { Digest } from '#lib/oci/digest.ts';

/** A layer of an image. */
export interface ListedLayer {
  readonly digest: Digest;
  readonly diffId: Digest;
  /** Bytes as stored, compressed. */
  readonly size: number;
  readonly mediaType: string;
  /** The history entry that made it, where there is one. */
  readonly createdBy: string | null;
}

/** A layer of a plan. */
export interface PlannedLayer extends ListedLayer {
  /** Its place from the bottom, from 0, in the image before and after; null where it is not in it. */
  readonly before: number | null;
  readonly after: number | null;
}
