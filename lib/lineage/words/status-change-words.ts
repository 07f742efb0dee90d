import { STATUSES, type Status } from '../vocabulary/status.ts';
import { familiarName } from './counts-and-names.ts';

/** A change of an image's status, with a sentence about it. */
export interface DescribedChange {
  /** Fully qualified. */
  readonly reference: string;
  readonly status: Status;
  readonly previousStatus: Status | null;
  /** What happened and what to do, in sentences; names are in backticks. */
  readonly sentence: string;
}

/** A change in one line, the status first: "Stale: ghcr.io/apps/shop:1.4 (was up to date)". */
export function changeTitle({ reference, status, previousStatus }: DescribedChange): string {
  const before = previousStatus === null ? '' : ` (was ${STATUSES[previousStatus].word.toLowerCase()})`;
  return `${STATUSES[status].word}: ${familiarName(reference)}${before}`;
}

/**
 * What happened and what to do, for the public: a verdict's own summary may name private images. `baseName` is the direct
 * base if it is public, else null.
 */
export function publicSentence(status: Status, baseName: string | null): string {
  const base = baseName === null ? undefined : `\`${familiarName(baseName)}\``;
  switch (status) {
    case 'up-to-date':
      return `Based on the current ${base ?? 'version of its base'}.`;
    case 'stale':
      return `${base ?? 'Its base'} moved. Rebase this image, or rebuild it.`;
    case 'stale-by-ancestor':
      return `${base ?? 'Its base'} is current, but a base further down moved. Rebuild its base first, then this image.`;
    case 'broken':
      return 'Its claimed base is wrong or gone. Check its evidence.';
    case 'pinned':
      return 'Its base is named by digest alone: there is no tag to compare with. Update the pin by hand.';
    case 'root':
      return 'It is based on nothing: the chain ends here.';
    case 'unknown':
      return 'Its base could not be checked.';
    case 'pending':
      return 'No scan has checked it yet.';
  }
}
