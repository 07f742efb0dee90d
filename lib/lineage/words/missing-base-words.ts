import { perStatus, type Status } from '../vocabulary/status.ts';

/** What stands where a list or table names an image's base, if it has no name to show: only a root has none. */
export const MISSING_BASE_WORDS: Readonly<Record<Status, string>> = {
  ...perStatus(() => 'not known'),
  root: 'none (root)',
  pending: 'not checked yet',
};
