import { STATUSES, type Status, type StatusIconName } from '#lib/lineage/vocabulary/status.ts';

const CIRCLE = 'M2 12a10 10 0 1 0 20 0a10 10 0 1 0 -20 0';

/** Each icon as SVG path data on a 24×24 grid, for pictures without the pages’ icon components. */
const PATHS: Readonly<Record<StatusIconName, string>> = {
  'circle-check': `${CIRCLE} M8 12.5l3 3l5.5 -6.5`,
  'clock-alert': `${CIRCLE} M12 6v6l4 2`,
  'corner-down-right': 'M4 4v7a4 4 0 0 0 4 4h12 M15 10l5 5l-5 5',
  'triangle-alert': 'M12 3L2 21h20z M12 9v5 M12 17.5v.01',
  pin: 'M12 16v6 M8 3h8 M9 3v7l-4 6h14l-4 -6v-7',
  anchor: 'M12 8v14 M9 5a3 3 0 1 0 6 0a3 3 0 1 0 -6 0 M4 13a8 9 0 0 0 16 0 M9 11h6',
  'circle-question': `${CIRCLE} M9 9a3 3 0 1 1 4.5 2.6c-1 .6 -1.5 1.2 -1.5 2.4 M12 17v.01`,
  loader: 'M12 2v4 M12 18v4 M2 12h4 M18 12h4 M5 5l3 3 M16 16l3 3 M5 19l3 -3 M16 8l3 -3',
};

/** A status's icon, as the `d` of an SVG path on a square of 24. */
export function statusPath(status: Status): string {
  return PATHS[STATUSES[status].icon];
}
