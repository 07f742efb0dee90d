import type { ScanProgressView } from '#lib/api/contract/images/scans.ts';

/** How far a scan is. `className` gives it its width. */
export function ScanBar({ scan, className }: { scan: ScanProgressView; className: string }) {
  return (
    <progress
      value={scan.checked + scan.failed}
      max={Math.max(scan.total, 1)}
      aria-label="Scan"
      className={`h-1 appearance-none overflow-hidden rounded-full bg-raised forced-colors:h-2 forced-colors:border forced-colors:appearance-auto [&::-moz-progress-bar]:bg-muted [&::-webkit-progress-bar]:bg-raised [&::-webkit-progress-value]:bg-muted ${className}`}
    />
  );
}
