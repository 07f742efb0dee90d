import type { Status } from '#lib/lineage/vocabulary/status.ts';
import type { Change } from '../channel.ts';

/**
 * What a status means to who is told of changes. Stale below is stale; pinned and root are as good as fresh:
 * nothing is to be done. `null` before the first look, which nobody is told of.
 */
export const STANDING: Readonly<Record<Status, Change | null>> = {
  'up-to-date': 'fresh',
  pinned: 'fresh',
  root: 'fresh',
  stale: 'stale',
  'stale-by-ancestor': 'stale',
  broken: 'broken',
  unknown: 'unknown',
  pending: null,
};
