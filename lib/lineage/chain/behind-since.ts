import type { Digest } from '#lib/oci/digest.ts';
import type { Reference } from '#lib/oci/reference.ts';
import type { FactLookup } from '../facts/fact-lookup.ts';
import { knownPast, listsDigest } from '../images/pick-platform.ts';
import type { PlatformJudgement } from '../platform-verdict/judge-claim.ts';
import { isStale } from '../verdict/status.ts';

/**
 * When the base's tag was first seen to have moved on from what a stale platform stands on (ISO 8601): for each
 * of them the first observation after the last one that fits, where none fits the earliest whose content is known,
 * and of all these the earliest. Null where no platform is behind, or nothing was seen. Platforms whose base
 * stayed, or was dropped, say nothing.
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
  // What is claimed may be another platform's digest, said of all: the image that was compared with decides.
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
  // It was never seen where the image stands on it. Content that is not known may have been just that: no proof.
  return (seen.find(({ digest }) => known.has(digest)) ?? seen.at(-1))?.firstSeen;
}
