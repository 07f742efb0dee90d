import { z } from 'zod';
import { filterText } from '../primitives.ts';
import { id } from './images.ts';

/** The most images that are named by id in one request. */
const MAX_IDS = 10_000;

const ids = z.array(id).min(1).max(MAX_IDS);

/** The fields that select images: `ids`, or `filter` with `except` and `expected`. */
export const SELECTION = {
  /** Up to 10,000 images. */
  ids: ids.optional(),
  /** Every image that matches; all if it is empty. */
  filter: filterText.optional(),
  /** Images that match the filter and are left out. */
  except: z.array(id).max(MAX_IDS).optional(),
  /** How many images the caller means. If the filter selects another number, nothing happens and the answer is 409. */
  expected: z.number().int().min(0).optional(),
};

interface SelectionFields {
  readonly ids?: string[] | undefined;
  readonly filter?: string | undefined;
  readonly except?: string[] | undefined;
  readonly expected?: number | undefined;
}

/** Whether a request selects images in one way. */
export function selectsOnce({ ids: named, filter, except, expected }: SelectionFields): boolean {
  if (named === undefined) return filter !== undefined;
  return filter === undefined && except === undefined && expected === undefined;
}

export const SELECTS_ONCE = 'send "ids", or "filter" with "except" and "expected" where needed';

/** Images that something is done with. */
export const selectionRequest = z.strictObject(SELECTION).refine(selectsOnce, SELECTS_ONCE);

/** Makes images public or private. */
export const publicRequest = z
  .strictObject({ ...SELECTION, public: z.boolean() })
  .refine(selectsOnce, SELECTS_ONCE);

/** How many images changed, which ones, and how many the request selected. */
export const publicResponse = z.object({
  changed: z.number().int(),
  total: z.number().int(),
  changedIds: z.array(id),
});

export const untrackResponse = z.object({
  untracked: z.number().int(),
  /** How many of the ids were not tracked any more. */
  gone: z.number().int(),
  /** The images that can be tracked again with their history; those of the sample fleet cannot. */
  restorable: z.array(id),
});

/** Tracks images again that were untracked, with their history. */
export const restoreRequest = z.strictObject({ ids });

export const restoreResponse = z.object({
  restored: z.number().int(),
  /** How many cannot be restored: tracked again meanwhile, or never tracked. */
  gone: z.number().int(),
});

export type SelectionRequest = z.infer<typeof selectionRequest>;
