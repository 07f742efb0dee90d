import type { LastKnown } from '../verdict/lineage.ts';
import { STATUSES } from '../vocabulary/status.ts';
import { familiarName } from './counts-and-names.ts';

/** `stale on `debian:12-slim``: a status and its base, the name in backticks. */
export function lastKnownWords({ status, baseName }: Pick<LastKnown, 'status' | 'baseName'>): string {
  const word = STATUSES[status].word.toLowerCase();
  return baseName === null ? word : `${word} on \`${familiarName(baseName)}\``;
}
