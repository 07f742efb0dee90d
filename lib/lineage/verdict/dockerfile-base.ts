import { type Digest, isDigest } from '#lib/oci/digest.ts';
import { formatReference, parseReference, type Reference, tryParseReference } from '#lib/oci/reference.ts';
import type { BaseVerdict, Lineage, LineageLink, PlatformVerdict } from './lineage.ts';

/** Every result of a comparison. */
export const DOCKERFILE_RESULT = [
  'same',
  'other-base',
  'other-digest',
  'old-pin',
  'unknown',
] as const satisfies readonly DockerfileComparison['kind'][];

/**
 * How the base that a Dockerfile names now compares with the base of the image that was built of it. References are fully
 * qualified.
 */
export type DockerfileComparison =
  /** The image is based on what the Dockerfile names. */
  | { readonly kind: 'same'; readonly declared: string }
  /** The Dockerfile names another image or tag; `built` is null if the image has no base. */
  | { readonly kind: 'other-base'; readonly declared: string; readonly built: string | null }
  /** The Dockerfile pins another digest of the same tag. */
  | { readonly kind: 'other-digest'; readonly declared: string }
  /** The Dockerfile pins a digest that its tag no longer has: a rebuild keeps it. */
  | { readonly kind: 'old-pin'; readonly declared: string }
  /** What the image is based on is not known, not proven or contested. */
  | { readonly kind: 'unknown'; readonly declared: string };

type ComparedBase = Pick<BaseVerdict, 'name' | 'digest' | 'currentDigest' | 'conflict' | 'verification'> & {
  readonly platforms: readonly Pick<PlatformVerdict, 'claimedDigest' | 'currentDigest'>[];
};
/** The part of a lineage that is compared. */
interface ComparedLineage extends Pick<Lineage, 'end'> {
  readonly links: readonly (Pick<LineageLink, 'retained'> & { readonly base: ComparedBase | null })[];
}

/**
 * Compares the base in a Dockerfile, `declared`, with the base that the layers of the built image prove. Digests are compared
 * as a family: a pin may be of the index or of one platform. Throws `ReferenceSyntaxError` if `declared` is no reference.
 */
export function compareDockerfileBase(declared: string, lineage: ComparedLineage): DockerfileComparison {
  const wanted = parseReference(declared);
  const named = { declared: formatReference(wanted) };
  const [link] = lineage.links;
  const base = link?.base;
  if (link === undefined || link.retained === true || base === undefined)
    return { kind: 'unknown', ...named };
  if (base === null) {
    return lineage.end === 'root'
      ? { kind: 'other-base', ...named, built: null }
      : { kind: 'unknown', ...named };
  }
  const isProven = base.verification === 'verified' || base.verification === 'verified-recompressed';
  if (base.conflict || !isProven) return { kind: 'unknown', ...named };
  const built = base.name === null ? undefined : tryParseReference(base.name);
  if (built !== undefined && !isSameTag(wanted, built)) {
    return { kind: 'other-base', ...named, built: formatReference(built) };
  }
  const { digest: pin } = wanted;
  // Without a name, only digests can be compared.
  if (pin === undefined) return { kind: built === undefined ? 'unknown' : 'same', ...named };
  const current = family(
    base.currentDigest,
    base.platforms.map(({ currentDigest }) => currentDigest),
  );
  const isOld = built?.tag !== undefined && wanted.tag !== undefined && current.size > 0 && !current.has(pin);
  if (isOld) return { kind: 'old-pin', ...named };
  const proven = family(
    base.digest,
    base.platforms.map(({ claimedDigest }) => claimedDigest),
  );
  if (proven.size === 0) return { kind: 'unknown', ...named };
  return { kind: proven.has(pin) ? 'same' : 'other-digest', ...named };
}

/** True if both name the same repository, and the same tag unless one of them has none. */
function isSameTag(one: Reference, other: Reference): boolean {
  if (one.registry !== other.registry || one.repository !== other.repository) return false;
  return one.tag === undefined || other.tag === undefined || one.tag === other.tag;
}

function family(tag: Digest | null, platforms: readonly (Digest | null)[]): ReadonlySet<string> {
  return new Set([tag, ...platforms].filter((digest) => digest !== null && isDigest(digest)));
}
