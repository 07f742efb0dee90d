import { z } from 'zod';
import { selectForScan } from '#lib/store/images/tracked-images.ts';
import { readFlag, writeFlag } from '#lib/store/service/flags.ts';
import { announceScan, type ScanContext, storeScan } from './scan-images.ts';

const FLAG = 'last-scheduled-scan';
/** Part of the interval over which a scheduled scan is spread, so that registries see no burst. */
const JITTER = 0.1;
const MAX_SPREAD_SECONDS = 300;

/**
 * Scans the whole fleet if the last scheduled scan is long enough ago; called every few seconds, in one process at
 * a time. The time is stored together with the scan, so no scan is lost.
 */
export async function scanIfDue(context: ScanContext, everySeconds: number): Promise<void> {
  const { db } = context;
  const now = context.clock();
  const last = await readFlag(db, FLAG, z.iso.datetime());
  if (last !== undefined && !isDue(now, new Date(last), everySeconds)) return;
  // At the first start of an installation nothing is tracked, so there is nothing to scan.
  if (last === undefined) return writeFlag(db, FLAG, now.toISOString());
  const subjects = await selectForScan(db, []);
  const spread = Math.min(everySeconds * JITTER, MAX_SPREAD_SECONDS);
  const scan = await db.transaction(async (within) => {
    await writeFlag(within, FLAG, now.toISOString());
    return storeScan(context, within, subjects, spread);
  });
  await announceScan(context, scan);
}

/** True after the interval, and if the clock was set back to before the last scan. */
function isDue(now: Date, last: Date, everySeconds: number): boolean {
  const seconds = (now.getTime() - last.getTime()) / 1000;
  return seconds >= everySeconds || seconds < 0;
}
