import { type BadgeFacts, firstTroubleBelow } from '../verdict/status.ts';
import type { ChainEnd } from '../vocabulary/chain-end.ts';
import type { Status } from '../vocabulary/status.ts';

/** What of a lineage decides which reason its summary tells. */
interface Summarised {
  readonly status: Status;
  readonly links: readonly { readonly base: BadgeFacts | null }[];
  readonly end: ChainEnd;
}

/** The place in the chain of the link whose reason the summary tells; `undefined` where it tells none. */
export function reasonInSummary({ status, links }: Summarised): number | undefined {
  const base = links[0]?.base;
  if (status !== 'unknown' || base == null) return undefined;
  if (base.freshness === 'unknown' || base.verification === 'unverifiable') return 0;
  const below = firstTroubleBelow(links);
  return below === undefined ? undefined : links.findIndex((link) => link.base === below);
}
