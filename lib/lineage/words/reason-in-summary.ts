import { type BadgeFacts, firstTroubleBelow } from '../verdict/status.ts';
import type { Status } from '../vocabulary/status.ts';

/** The parts of a lineage that decide which reason its summary has. */
interface Summarised {
  readonly status: Status;
  readonly links: readonly { readonly base: BadgeFacts | null }[];
}

/** The index of the link whose reason is in the summary; `undefined` if there is none. */
export function reasonInSummary({ status, links }: Summarised): number | undefined {
  const base = links[0]?.base;
  if (status !== 'unknown' || base == null) return undefined;
  if (base.freshness === 'unknown' || base.verification === 'unverifiable') return 0;
  const below = firstTroubleBelow(links);
  return below === undefined ? undefined : links.findIndex((link) => link.base === below);
}
