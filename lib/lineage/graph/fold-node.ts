import type { Status } from '../vocabulary/status.ts';

/** How many images have each status; statuses without images are left out. */
export type CountsByStatus = Readonly<Partial<Record<Status, number>>>;

/** What folding needs to know of a node. */
export interface FoldNode {
  readonly id: string;
  readonly status: Status;
  /** Null or missing if unknown. */
  readonly owner?: string | null;
  /** Images based on it that are counted instead of being nodes; null or missing if none is. */
  readonly images?: CountsByStatus | null | undefined;
}

/** The number of images that are counted on a node. */
export function imagesOn({ images }: Pick<FoldNode, 'images'>): number {
  return Object.values(images ?? {}).reduce((sum, count) => sum + count, 0);
}
