import type { Digest } from '#lib/oci/digest.ts';
import { atDigest, formatReference, type Reference } from '#lib/oci/reference.ts';
import { Inquiry } from '../facts/fact-lookup.ts';
import type { Facts, Resolution } from '../facts/facts.ts';
import { LINEAGE_VERSION, type Lineage, type LineageLink } from '../verdict/lineage.ts';
import type { Cause, Reason } from '../verdict/reason.ts';
import { statusOfLinks } from '../verdict/status.ts';
import type { ChainEnd } from '../vocabulary/chain-end.ts';
import { findingOf } from './chain-finding.ts';
import { loadSubject, type Subject } from './chain-image.ts';
import { judgeLink } from './judge-link.ts';

/** Chains longer than this end as `too-deep`. */
const MAX_DEPTH = 16;

export interface ResolveOptions {
  /** Ask for the base repositories' tags, to name newer versions: one request more for each. */
  readonly wantNewerTags?: boolean;
  /** Judge these platforms alone, written as `formatPlatform` does; all of them by default. */
  readonly platforms?: readonly string[] | undefined;
}

/**
 * Resolves and judges one image's chain from facts alone. Answers the judged chain, or every fact that can be
 * named now and is needed next; call again with those facts. Facts that are `unknown` never stop it: they end up
 * in verdicts as `unknown`, with their reason. `now` is ISO 8601.
 */
export function resolveLineage(
  reference: Reference,
  facts: Facts,
  now: string,
  options: ResolveOptions = {},
): Resolution<Lineage> {
  const inquiry = new Inquiry(facts);
  const lineage = walk(inquiry, reference, now, options);
  if (inquiry.needs.length > 0) return { kind: 'needs', needs: inquiry.needs };
  return { kind: 'resolved', value: lineage };
}

function walk(inquiry: Inquiry, reference: Reference, now: string, options: ResolveOptions): Lineage {
  const name = formatReference(reference);
  const start = begin(inquiry, reference, options.platforms);
  if ('reason' in start) return unresolvedLineage(name, start.digest, now, start.reason);
  const links: LineageLink[] = [];
  const visited = new Set<Digest>();
  let subject: Subject | undefined = start;
  let end: ChainEnd = 'no-evidence';
  let failure: Reason | undefined;
  while (subject !== undefined) {
    if (subject.images.some(({ digest }) => visited.has(digest)) || visited.has(subject.digest)) {
      end = 'cycle';
      break;
    }
    if (links.length >= MAX_DEPTH) {
      end = 'too-deep';
      break;
    }
    for (const { digest } of [subject, ...subject.images]) visited.add(digest);
    const judged = judgeLink(inquiry, subject, options.wantNewerTags === true);
    links.push(linkOf(subject, judged.base, judged.evidence));
    if (judged.end !== undefined) {
      end = judged.end;
      failure = judged.failure;
      // The claimed base is shown where it is known, and nothing below what is not believed.
      if (judged.next !== undefined && judged.base !== null) links.push(linkOf(judged.next, null));
      break;
    }
    subject = judged.next;
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

/** The image itself, or why it cannot be looked at. */
function begin(
  inquiry: Inquiry,
  reference: Reference,
  platforms: readonly string[] | undefined,
): Subject | { digest: Digest | null; reason: Cause } {
  let { digest } = reference;
  if (digest === undefined) {
    const fact = inquiry.tag(reference);
    if (fact.state === 'gone') return { digest: null, reason: { kind: 'tag-gone' } };
    if (fact.state === 'unknown') return { digest: null, reason: fact.reason };
    if (fact.state === 'pending') return { digest: null, reason: { kind: 'not-checked-yet' } };
    digest = fact.digest;
  }
  const fact = inquiry.manifest(atDigest(reference, digest), digest);
  if (fact.state === 'present') {
    return loadSubject(inquiry, reference, fact.document, platforms);
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
  subject: Subject,
  base: LineageLink['base'],
  evidence: LineageLink['evidence'] = [],
): LineageLink {
  return {
    reference: formatReference(subject.reference),
    digest: subject.digest,
    mediaType: subject.mediaType,
    created: subject.created,
    platforms: subject.listed,
    base,
    ...(base === null && evidence.length > 0 ? { evidence } : {}),
  };
}
