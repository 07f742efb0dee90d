/** What lists of images can be sorted by; each order is made total by the image's id. */
export const SORT_COLUMN = ['reference', 'status', 'behindSince', 'checkedAt', 'baseName'] as const;
export type SortColumn = (typeof SORT_COLUMN)[number];
