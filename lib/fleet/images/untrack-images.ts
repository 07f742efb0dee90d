import { restoreImages as restoreStored } from '#lib/store/images/restore-images.ts';
import { deleteImages } from '#lib/store/images/tracked-images.ts';
import { imageNotFound } from '../errors.ts';
import { continueStates } from '../notify/continue-states.ts';
import { askersOf } from '../scan/layer-evidence.ts';
import { announceScan, beginScan, type ScanContext, storeScan } from '../scan/scan-images.ts';
import { type ImageSelection, selectImages } from './select-images.ts';

/** What became of a request to untrack images. */
export interface Untracked {
  readonly untracked: number;
  /** Ids of the request that were not tracked any more. */
  readonly gone: number;
  /** The images that {@link restoreImages} can track again; those of the sample fleet are deleted with their history. */
  readonly restorable: readonly string[];
}

/**
 * Stops tracking images; observations of their tags are kept. Images that have their layers are scanned: the names may
 * no longer be evidence for them. Throws `FilterSyntaxError` and `SelectionChangedError`.
 */
export async function untrackImages(context: ScanContext, selection: ImageSelection): Promise<Untracked> {
  const selected = await selectImages(context, selection);
  const ids = selected.images.map(({ id }) => id);
  const untracked = await deleteImages(context.db, ids, context.clock());
  const names = untracked.map(({ reference }) => reference);
  const affected = await askersOf(context, names);
  if (affected.length > 0) await beginScan(context, affected);
  return {
    untracked: untracked.length,
    gone: selected.gone + ids.length - untracked.length,
    restorable: untracked.flatMap(({ id, sample }) => (sample ? [] : [id])),
  };
}

/** Stops tracking one image. Throws `NotFoundError`. */
export async function untrackImage(context: ScanContext, id: string): Promise<void> {
  const { untracked } = await untrackImages(context, { ids: [id] });
  if (untracked === 0) throw imageNotFound(id);
}

/**
 * Tracks images again that were untracked, with their history and visibility, and scans them. Channels continue with
 * the status that they had: nothing is notified again. `gone` counts ids that are tracked again or never were.
 */
export async function restoreImages(
  context: ScanContext,
  ids: readonly string[],
): Promise<{ restored: number; gone: number }> {
  const unique = [...new Set(ids)];
  const { restored, scan } = await context.db.transaction(async (within) => {
    const restored = await restoreStored(within, unique);
    await continueStates(
      within,
      restored.map(({ id }) => id),
      context.clock(),
    );
    return { restored, scan: restored.length > 0 ? await storeScan(context, within, restored) : undefined };
  });
  if (scan !== undefined) await announceScan(context, scan);
  return { restored: restored.length, gone: unique.length - restored.length };
}
