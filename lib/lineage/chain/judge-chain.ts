import type { Digest } from '#lib/oci/digest.ts';
import { atDigest, formatReference, type Reference } from '#lib/oci/reference.ts';
import { FactLookup } from '../facts/fact-lookup.ts';
import type { Facts, Resolution } from '../facts/facts.ts';
import { LINEAGE_VERSION, type Lineage, type LineageLink } from '../verdict/lineage.ts';
import type { Cause, Reason } from '../verdict/reason.ts';
import { statusOfLinks } from '../verdict/status.ts';
import type { ChainEnd } from '../vocabulary/chain-end.ts';
import { findingOf } from './chain-finding.ts';
import { type ChainImage, loadChainImage } from './chain-image.ts';
import { judgeLink } from './judge-link.ts';

/** Chains longer than this end as `too-deep`. */
const MAX_DEPTH = 16;

export interface ResolveOptions {
  /** List the base repositories' tags, to name newer versions: one request more for each. */
  readonly wantNewerTags?: boolean;
  /** Judge these platforms alone, written as `formatPlatform` does; all of them by default. */
  readonly platforms?: readonly string[] | undefined;
}

/**
 * Resolves and judges one image's chain from facts alone. Returns the judged chain, or the facts that it needs next:
 * call it again with those. Facts that are `unknown` do not stop it: they make the verdict `unknown`, with their reason.
 * `now` is ISO 8601.
 */
export function resolveLineage(
  reference: Reference,
  facts: Facts,
  now: string,
  options: ResolveOptions = {},
): Resolution<Lineage> {
  const lookup = new FactLookup(facts);
  const lineage = walk(lookup, reference, now, options);
  if (lookup.needs.length > 0) return { kind: 'needs', needs: lookup.needs };
  return { kind: 'resolved', value: lineage };
}

function walk(lookup: FactLookup, reference: Reference, now: string, options: ResolveOptions): Lineage {
  const name = formatReference(reference);
  const start = begin(lookup, reference, options.platforms);
  if ('reason' in start) return unresolvedLineage(name, start.digest, now, start.reason);
  const links: LineageLink[] = [];
  const visited = new Set<Digest>();
  let chainImage: ChainImage | undefined = start;
  let end: ChainEnd = 'no-evidence';
  let failure: Reason | undefined;
  while (chainImage !== undefined) {
    if (chainImage.images.some(({ digest }) => visited.has(digest)) || visited.has(chainImage.digest)) {
      end = 'cycle';
      break;
    }
    if (links.length >= MAX_DEPTH) {
      end = 'too-deep';
      break;
    }
    for (const { digest } of [chainImage, ...chainImage.images]) visited.add(digest);
    const judged = judgeLink(lookup, chainImage, options.wantNewerTags === true);
    links.push(linkOf(chainImage, judged.base, judged.evidence));
    if (judged.end !== undefined) {
      end = judged.end;
      failure = judged.failure;
      // The claimed base is shown if it is known, but nothing below a claim that is not followed.
      if (judged.next !== undefined && judged.base !== null) links.push(linkOf(judged.next, null));
      break;
    }
    chainImage = judged.next;
  }
  const status = statusOfLinks(links, end);
  return {
    version: LINEAGE_VERSION,
    reference: name,
    digest: start.digest,
    checkedAt: now,
    status,
    finding: findingOf(links, end, status, failure),
    links,
    end,
  };
}

/** The image itself, or why it could not be read. */
function begin(
  lookup: FactLookup,
  reference: Reference,
  platforms: readonly string[] | undefined,
): ChainImage | { digest: Digest | null; reason: Cause } {
  let { digest } = reference;
  if (digest === undefined) {
    const fact = lookup.tag(reference);
    if (fact.state === 'gone') return { digest: null, reason: { kind: 'tag-gone' } };
    if (fact.state === 'unknown') return { digest: null, reason: fact.reason };
    if (fact.state === 'pending') return { digest: null, reason: { kind: 'not-checked-yet' } };
    digest = fact.digest;
  }
  const fact = lookup.manifest(atDigest(reference, digest), digest);
  if (fact.state === 'present') {
    return loadChainImage(lookup, reference, fact.document, platforms);
  }
  if (fact.state === 'unknown') return { digest, reason: fact.reason };
  return { digest, reason: { kind: fact.state === 'gone' ? 'digest-gone' : 'not-checked-yet' } };
}

/**
 * The lineage of an image that could not be read, and why. `reference` is fully qualified, `now` ISO 8601.
 */
export function unresolvedLineage(
  reference: string,
  digest: Digest | null,
  now: string,
  reason: Reason,
): Lineage {
  const link: LineageLink = { reference, digest, mediaType: null, created: null, platforms: [], base: null };
  return {
    version: LINEAGE_VERSION,
    reference,
    digest,
    checkedAt: now,
    status: 'unknown',
    finding: { kind: 'image-unreadable', reason },
    links: [link],
    end: 'unresolvable',
  };
}

function linkOf(
  chainImage: ChainImage,
  base: LineageLink['base'],
  evidence: LineageLink['evidence'] = [],
): LineageLink {
  return {
    reference: formatReference(chainImage.reference),
    digest: chainImage.digest,
    mediaType: chainImage.mediaType,
    created: chainImage.created,
    platforms: chainImage.listed,
    base,
    ...(base === null && evidence.length > 0 ? { evidence } : {}),
  };
}
