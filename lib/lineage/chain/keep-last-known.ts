import type {
  BaseVerdict,
  CheckTrouble,
  LastKnown,
  LastKnownBase,
  Lineage,
  LineageLink,
  PlatformVerdict,
} from '../verdict/lineage.ts';
import { isVerified } from '../verdict/status.ts';

/** The previous verdict, and when it was last confirmed (ISO 8601). */
export interface VerdictBefore {
  readonly lineage: Lineage;
  readonly checkedAt: string;
}

/**
 * Keeps what was known about an image that a check could not read, or not completely. `judged` is that check's own
 * result. `trouble` is its error; `undefined` if it was complete: then nothing is kept.
 *
 * The status is the check's own, `unknown` wherever the trouble matters: nothing that is kept improves it. Digest,
 * platforms, chain, evidence and `behindSince` are kept. Freshness is not, because it describes the present.
 * Verification is, because it compares content by digest, which cannot change.
 */
export function retainKnown(
  judged: Lineage,
  trouble: CheckTrouble | undefined,
  before: VerdictBefore | undefined,
): Lineage {
  if (trouble === undefined) return judged;
  const links = before === undefined ? judged.links : retainLinks(judged, before.lineage);
  if (judged.status !== 'unknown') return { ...judged, links };
  const lastKnown = before && knownOf(before);
  const since = before?.lineage.unreachable?.since ?? judged.checkedAt;
  return {
    ...judged,
    digest: judged.digest ?? links[0]?.digest ?? null,
    links,
    unreachable: { ...trouble, since },
    ...(lastKnown === undefined ? {} : { lastKnown }),
  };
}

/** What the last complete check found; the incomplete ones since then do not count. */
function knownOf({ lineage, checkedAt }: VerdictBefore): LastKnown | undefined {
  if (lineage.unreachable !== undefined) return lineage.lastKnown;
  const base = lineage.links[0]?.base ?? null;
  return {
    status: lineage.status,
    finding: lineage.finding,
    checkedAt,
    digest: lineage.digest,
    baseName: base?.name ?? null,
    behindSince: base?.behindSince ?? null,
  };
}

/** The chain of a check; what it could not read is as last known. */
function retainLinks({ links, end }: Lineage, before: Lineage): LineageLink[] {
  const kept: LineageLink[] = [];
  for (const [index, link] of links.entries()) {
    const old = before.links[index];
    if (old === undefined || old.reference !== link.reference) return [...kept, ...links.slice(index)];
    const rest = () => before.links.slice(index + 1).map(retained);
    const sameImage = link.digest === null || link.digest === old.digest;
    const unseen = link.mediaType === null || (link.base === null && end === 'unresolvable');
    if (unseen && !sameImage) return [...kept, link];
    if (link.mediaType === null) return [...kept, retained(old), ...rest()];
    if (link.base === null) {
      if (end !== 'unresolvable' || index < links.length - 1 || old.base === null)
        return [...kept, ...links.slice(index)];
      return [...kept, { ...link, base: retainedBase(old.base) }, ...rest()];
    }
    const sameBase = old.base !== null && old.base.name === link.base.name;
    if (!sameBase || old.base === null) return [...kept, ...links.slice(index)];
    const base = sameImage ? mended(link.base, old.base) : link.base;
    kept.push({ ...link, base: withLastSeen(base, old.base) });
    if (index === links.length - 1 && end === 'unresolvable' && sameImage && goesOn(link.base, old.base))
      return [...kept, ...rest()];
  }
  return kept;
}

/** True if the chain ends only because the check was incomplete, on the same base as before. */
function goesOn(base: BaseVerdict, old: BaseVerdict): boolean {
  return !base.conflict && base.verification !== 'contradicted' && base.digest === old.digest;
}

function retained(link: LineageLink): LineageLink {
  return { ...link, base: link.base && retainedBase(link.base), retained: true };
}

/** A verdict that this check did not reach: how current the base is now is not known. */
function retainedBase(base: BaseVerdict): BaseVerdict {
  return {
    ...base,
    currentDigest: null,
    freshness: 'unknown',
    platforms: base.platforms.map((platform) => ({
      ...platform,
      freshness: 'unknown',
      currentDigest: null,
      reasons: [],
    })),
    reasons: [],
    lastKnown: lastSeenOf(base),
  };
}

/** The base could not be read: keep `behindSince` and the verification. */
function mended(base: BaseVerdict, old: BaseVerdict): BaseVerdict {
  if (base.freshness !== 'unknown' || base.digest !== old.digest) return base;
  const platforms = base.platforms.map((platform) => {
    const known = old.platforms.find((each) => each.platform === platform.platform);
    return known === undefined ? platform : mendedPlatform(platform, known);
  });
  const proven = base.verification === 'unverifiable' && isVerified(old.verification) && !base.conflict;
  return {
    ...base,
    platforms,
    verification: proven && platforms.every(isProven) ? old.verification : base.verification,
    behindSince: base.behindSince ?? old.behindSince,
  };
}

function mendedPlatform(platform: PlatformVerdict, known: PlatformVerdict): PlatformVerdict {
  if (platform.freshness !== 'unknown' || platform.claimedDigest !== known.claimedDigest) return platform;
  const { baseLayers, appLayers } = known;
  if (isVerified(platform.verification) || !isVerified(known.verification)) return platform;
  return { ...platform, verification: known.verification, baseLayers, appLayers };
}

function isProven({ verification }: PlatformVerdict): boolean {
  return isVerified(verification);
}

function withLastSeen(base: BaseVerdict, old: BaseVerdict): BaseVerdict {
  return base.freshness === 'unknown' ? { ...base, lastKnown: lastSeenOf(old) } : base;
}

function lastSeenOf({ lastKnown, freshness, currentDigest }: BaseVerdict): LastKnownBase {
  return lastKnown ?? { freshness, currentDigest };
}
