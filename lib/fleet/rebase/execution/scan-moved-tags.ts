import { parseReference } from '#lib/oci/reference.ts';
import type { Database } from '#lib/store/database/database.ts';
import { findImageIds, readBaseNames } from '#lib/store/images/tracked-images.ts';
import type { WithLog } from '../../capabilities.ts';
import type { ScanContext } from '../../scan/scan-images.ts';
import { beginScan } from '../../scan/scan-images.ts';

/** A cascade's tags that moved within this time are checked by one scan, in milliseconds. */
const GATHER_MS = 1000;

/** Tags that wait for their scan in this process, by database. */
const gathered = new WeakMap<Database, Set<string>>();

/** Scans images whose tags moved, and the images directly based on them. */
export async function scanMovedTags(context: ScanContext, names: Iterable<string>): Promise<void> {
  const moved = new Set(names);
  if (moved.size === 0) return;
  const references = (await readBaseNames(context.db)).flatMap(({ reference, baseName }) =>
    moved.has(reference) || (baseName !== null && moved.has(baseName)) ? [reference] : [],
  );
  const images = await findImageIds(context.db, references);
  const subjects = images.map(({ id, reference }) => ({ id, registry: parseReference(reference).registry }));
  if (subjects.length > 0) await beginScan(context, subjects);
}

/** {@link scanMovedTags}, together with what else moves within a second; {@link scanGathered} does not wait for it. */
export function scanSoon(context: ScanContext & WithLog, name: string): void {
  const waiting = gathered.get(context.db);
  if (waiting !== undefined) {
    waiting.add(name);
    return;
  }
  gathered.set(context.db, new Set([name]));
  const soon = setTimeout(() => {
    scanGathered(context).catch((err) =>
      context.log.error({ err }, 'the tags that a cascade moved could not be scanned'),
    );
  }, GATHER_MS);
  soon.unref();
}

/** Scans what {@link scanSoon} has gathered, now. */
export async function scanGathered(context: ScanContext): Promise<void> {
  const names = gathered.get(context.db) ?? [];
  gathered.delete(context.db);
  await scanMovedTags(context, names);
}
