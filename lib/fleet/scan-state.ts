/** How a scan goes. `cancelling`: somebody cancelled it, and images under way are still checked. */
export const SCAN_STATE = ['running', 'cancelling', 'cancelled', 'done'] as const;
export type ScanState = (typeof SCAN_STATE)[number];

/** The state of a scan. */
export function scanState({
  cancelledAt,
  finishedAt,
}: {
  readonly cancelledAt: Date | null;
  readonly finishedAt: Date | null;
}): ScanState {
  if (finishedAt === null) return cancelledAt === null ? 'running' : 'cancelling';
  return cancelledAt === null ? 'done' : 'cancelled';
}
