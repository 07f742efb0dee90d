/**
 * What lists of images can be sorted by; each order is made total by the image's id. `running` is by status, with images
 * that run before those that don't.
 */
export const SORT_COLUMN = [
  'reference',
  'status',
  'behindSince',
  'checkedAt',
  'baseName',
  'running',
] as const;
export type SortColumn = (typeof SORT_COLUMN)[number];
