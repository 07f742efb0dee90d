import { readFlag, writeFlag } from '#lib/store/flags.ts';
import type { FleetContext } from './context.ts';
import { scanImages } from './scan-images.ts';

const FLAG = 'last-scheduled-scan';
/** Of the interval: scheduled looks are spread over it, so that registries see no burst on the hour. */
const JITTER = 0.1;
const MAX_SPREAD_SECONDS = 300;

/** Scans the whole fleet where the last scheduled scan is long enough ago; called about every minute. */
export async function scanIfDue(context: FleetContext, everySeconds: number): Promise<void> {
  const now = context.clock();
  const last = await readFlag(context.db, FLAG);
  const due = typeof last !== 'string' || now.getTime() - Date.parse(last) >= everySeconds * 1000;
  if (!due) return;
  await writeFlag(context.db, FLAG, now.toISOString());
  // The first start of an installation has nothing that a scan of its own would not have looked at.
  if (typeof last === 'string')
    await scanImages(context, undefined, Math.min(everySeconds * JITTER, MAX_SPREAD_SECONDS));
}
