import type { Finding } from '../verdict/finding.ts';
import type { BaseVerdict, Evidence, LineageLink } from '../verdict/lineage.ts';
import type { Reason } from '../verdict/reason.ts';
import { firstTroubleBelow } from '../verdict/status.ts';
import type { ChainEnd } from '../vocabulary/chain-end.ts';
import type { Status } from '../vocabulary/status.ts';

/** Claims that a summary names at most; pages list all of them. */
const MAX_NAMED = 2;

/**
 * The finding of a judged chain. It holds no times: pages have `behindSince` and show it relative to now. `failure` is
 * why the chain's last image, or its base, could not be read.
 */
export function findingOf(
  links: readonly LineageLink[],
  end: ChainEnd,
  status: Status,
  failure?: Reason,
): Finding {
  const verdict = links[0]?.base ?? null;
  if (verdict === null) return withoutBase(end, failure, links[0]?.evidence ?? []);
  const { name, freshness: current } = verdict;
  switch (status) {
    case 'up-to-date':
      return { kind: 'current', base: name, freshness: current };
    case 'stale':
      return { kind: 'moved', base: name, freshness: current };
    case 'stale-by-ancestor':
      return movedBelow(links, name);
    case 'pinned':
      return { kind: 'pinned', base: name };
    case 'broken':
      return broken(verdict);
    case 'unknown':
    // A verdict with a base has neither of these.
    case 'root':
    case 'pending':
      return unknown(links, end, verdict, failure);
  }
}

function withoutBase(end: ChainEnd, failure: Reason | undefined, evidence: readonly Evidence[]): Finding {
  if (end === 'root') return { kind: 'root' };
  if (end === 'unresolvable') return { kind: 'evidence-unreadable', reason: failure ?? null };
  if (evidence.length === 0) return { kind: 'no-evidence' };
  return {
    kind: 'claims-not-followed',
    evidence: evidence.slice(0, MAX_NAMED).map(({ kind, name, claimed = null, digest, notes = [] }) => {
      return { kind, name, claimed, digest, notes };
    }),
  };
}

function movedBelow(links: readonly LineageLink[], name: string | null): Finding {
  const below = firstTroubleBelow(links);
  const owner = links.find(({ base }) => base === below)?.reference ?? null;
  return { kind: 'moved-below', base: name, below: below?.name ?? null, owner };
}

function broken({ conflict, verification, freshness: current, name }: BaseVerdict): Finding {
  if (conflict) return { kind: 'in-conflict' };
  if (verification === 'contradicted') return { kind: 'contradicted', base: name };
  return { kind: 'gone', base: name, freshness: current };
}

function unknown(
  links: readonly LineageLink[],
  end: ChainEnd,
  { name, freshness: current, verification, reasons: why }: BaseVerdict,
  failure: Reason | undefined,
): Finding {
  if (current === 'unknown') return { kind: 'currency-unknown', base: name, reasons: why };
  if (verification === 'unverifiable') return { kind: 'unverified', base: name, reasons: why };
  const below = firstTroubleBelow(links);
  if (below !== undefined)
    return { kind: 'unconfirmed-below', base: name, below: below.name, reasons: below.reasons };
  if (end === 'cycle') return { kind: 'cycle-below', base: name };
  if (end === 'too-deep') return { kind: 'too-deep-below', base: name };
  return { kind: 'unreadable-below', base: name, reason: failure ?? null };
}
