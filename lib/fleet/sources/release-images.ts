import { graceOf } from '#lib/sources/reconcile/grace.ts';
import type { Holder } from '#lib/sources/reconcile/reconcile.ts';
import type { Database } from '#lib/store/database/database.ts';
import { releaseImages } from '#lib/store/images/tracked-images.ts';
import { keptByPeople, otherSourcesOf } from '#lib/store/sources/mentions.ts';
import { askersOf } from '../scan/layer-evidence.ts';
import { beginScan, type ScanContext } from '../scan/scan-images.ts';

/**
 * Who keeps these images besides a source: people who added them, and other sources that mention them or whose grace
 * period has not ended. Sources in their grace period must not keep an image for each other for ever.
 */
export async function holdersOf(
  db: Database,
  sourceId: string,
  references: readonly string[],
  now: Date,
): Promise<ReadonlyMap<string, readonly Holder[]>> {
  const holders = new Map<string, Holder[]>();
  const add = (reference: string, holder: Holder) =>
    holders.set(reference, [...(holders.get(reference) ?? []), holder]);
  for (const reference of await keptByPeople(db, references)) {
    add(reference, { kind: 'person', name: 'a person' });
  }
  for (const { reference, name, kind, goneSince } of await otherSourcesOf(db, sourceId, references)) {
    const isHeld = goneSince === null || now.getTime() - goneSince.getTime() < graceOf(kind);
    if (isHeld) add(reference, { kind: 'source', name });
  }
  return holders;
}

/** Untracks those of these images that nobody keeps besides a source. Returns their names. */
export async function releaseUnheld(
  transaction: Database,
  sourceId: string,
  references: readonly string[],
  now: Date,
): Promise<string[]> {
  if (references.length === 0) return [];
  const holders = await holdersOf(transaction, sourceId, references, now);
  const free = references.filter((reference) => !holders.has(reference));
  return (await releaseImages(transaction, free, now)).map(({ reference }) => reference);
}

/** Scans images that have the layers of images which are no longer tracked: the names may no longer be evidence. */
export async function scanAround(context: ScanContext, released: readonly string[]): Promise<void> {
  if (released.length === 0) return;
  const affected = await askersOf(context, released);
  if (affected.length > 0) await beginScan(context, affected);
}
