import type { ScanDetails } from '#lib/fleet/scan/scan-details.ts';
import { scanEvent } from '#lib/fleet/scan/scan-images.ts';
import type { ScanProgress } from '#lib/store/scans/scans.ts';
import type { ScanDetailsView, ScanProgressView } from '../contract/images/scans.ts';

/** A scan's progress in the contract's format. */
export function presentScan(scan: ScanProgress): ScanProgressView {
  const { type: _, ...progress } = scanEvent(scan);
  return progress;
}

/** A scan's progress and what it waits for, in the contract's format. */
export function presentScanDetails({ scan, waiting }: ScanDetails): ScanDetailsView {
  return {
    ...presentScan(scan),
    startedAt: scan.startedAt.toISOString(),
    finishedAt: scan.finishedAt?.toISOString() ?? null,
    waiting: waiting.map(({ until, ...wait }) => ({ ...wait, until: until?.toISOString() ?? null })),
  };
}
