import type { Digest } from '#lib/oci/digest.ts';
import type { Reference } from '#lib/oci/reference.ts';
import type { FactLookup } from '../facts/fact-lookup.ts';
import { knownPast, listsDigest } from '../images/pick-platform.ts';
import type { PlatformJudgement } from '../platform-verdict/judge-claim.ts';
import { isStale } from '../verdict/status.ts';

/**
 * When the base's tag was first seen to have moved away from what a stale platform is based on (ISO 8601). For each
 * stale platform this is the first observation after the last one with its base; if none has its base, the earliest
 * one whose content is known. The earliest of these counts. Null if no platform is stale, or the tag was never seen.
 * Platforms whose base did not move, or was dropped, do not count.
 */
export function behindSince(
  lookup: FactLookup,
  name: Reference | undefined,
  judgements: readonly PlatformJudgement[],
): string | null {
  if (name === undefined) return null;
  const times = judgements
    .filter(({ freshness }) => isStale(freshness))
    .flatMap((judgement) => movedOn(lookup, name, judgement) ?? []);
  return times.toSorted((a, b) => Date.parse(a) - Date.parse(b))[0] ?? null;
}

function movedOn(lookup: FactLookup, name: Reference, judgement: PlatformJudgement): string | undefined {
  const { observations } = lookup.facts.history(name);
  // The claimed digest may be another platform's, claimed for all of them: the image that was compared decides.
  const { baseImage, claimedDigest } = judgement;
  const basedOn = baseImage?.digest ?? claimedDigest;
  const seen = observations.flatMap(({ digest, firstSeen }) =>
    digest === null ? [] : [{ digest, firstSeen }],
  );
  const known = new Set(knownPast(lookup, name));
  const fits = (digest: Digest) =>
    basedOn !== null &&
    (digest === basedOn || (known.has(digest) && listsDigest(lookup, name, digest, basedOn)));
  const last = seen.findLastIndex(({ digest }) => fits(digest));
  if (last >= 0) return seen[last + 1]?.firstSeen;
  // The tag was never seen with this base. An observation of unknown content may have been this base, so it proves nothing.
  return (seen.find(({ digest }) => known.has(digest)) ?? seen.at(-1))?.firstSeen;
}
