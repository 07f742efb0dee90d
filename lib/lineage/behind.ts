import type { Digest } from '#lib/oci/digest.ts';
import type { Reference } from '#lib/oci/reference.ts';
import type { Inquiry } from './inquiry.ts';
import type { PlatformJudgement } from './judge-platform.ts';
import { listsDigest } from './pick-platform.ts';

/**
 * When the base's tag was first seen to have moved on from what the image stands on (ISO 8601): the first
 * observation after the last one that fits; where none fits, the earliest there is. Null without observations.
 */
export function behindSince(
  inquiry: Inquiry,
  name: Reference | undefined,
  judgements: readonly PlatformJudgement[],
): string | null {
  if (name === undefined) return null;
  const { observations } = inquiry.facts.history(name);
  const stoodOn = new Set(
    judgements.flatMap((each) => [each.claimedDigest ?? [], each.beneath?.digest ?? []].flat()),
  );
  const fits = (digest: Digest | null) =>
    digest !== null &&
    (stoodOn.has(digest) || [...stoodOn].some((child) => listsDigest(inquiry, name, digest, child)));
  const last = observations.findLastIndex(({ digest }) => fits(digest));
  return observations.slice(last + 1).find(({ digest }) => digest !== null)?.firstSeen ?? null;
}
