import { familiarReference, parseReference } from '#lib/oci/reference.ts';
import type { BaseVerdict, Evidence, LineageLink } from '../verdict/lineage.ts';
import { firstTroubleBelow } from '../verdict/status.ts';
import type { ChainEnd } from '../vocabulary/chain-end.ts';
import { EVIDENCE_KINDS } from '../vocabulary/evidence.ts';
import type { Status } from '../vocabulary/status.ts';

/** Makes sentences of halves such as "the registry answered 429": a capital before, a full stop after. */
export function sentences(...halves: readonly string[]): string {
  return halves
    .map((half) => `${half.charAt(0).toUpperCase()}${half.slice(1)}${/[.!?]$/.test(half) ? '' : '.'}`)
    .join(' ');
}

/**
 * What is so, and what to do, in a sentence or two. Stored with the verdict: times are left to the page, which
 * has `behindSince` and can say them relative to today. `failure` is a sentence's second half: why the chain's
 * last image, or its base, could not be looked at.
 */
export function summarise(
  links: readonly LineageLink[],
  end: ChainEnd,
  status: Status,
  failure?: string,
): string {
  const base = links[0]?.base ?? null;
  if (base === null) return withoutBase(end, failure, links[0]?.evidence ?? []);
  const name = shown(base);
  switch (status) {
    case 'up-to-date':
      return upToDate(base, name);
    case 'stale':
      return base.freshness === 'stale-config'
        ? `${name} has the same layers with another configuration. Rebase this image, or rebuild it.`
        : `${name} moved. Rebase this image, or rebuild it.`;
    case 'stale-by-ancestor':
      return belowSentence(links, name);
    case 'pinned':
      return `It is pinned to ${name} by digest: there is no tag to compare with. Update the pin by hand.`;
    case 'broken':
      return broken(base, name);
    default:
      return unknown(links, end, base, name, failure);
  }
}

/** A sentence for a base that is known only from other images' chains. */
export function summariseBase(status: Status): string {
  switch (status) {
    case 'up-to-date':
      return 'Its own base is current.';
    case 'stale':
      return 'Its own base moved: rebuild it first.';
    case 'stale-by-ancestor':
      return 'A base further down moved.';
    case 'root':
      return 'It is built on nothing.';
    case 'pinned':
      return 'Its base is named by digest alone.';
    case 'broken':
      return 'What it says it stands on is false or gone.';
    default:
      return 'Nothing is known of what it stands on.';
  }
}

/** Statements that a sentence names at most; all of them are listed beside it. */
const MAX_TOLD = 2;

function withoutBase(end: ChainEnd, failure: string | undefined, evidence: readonly Evidence[]): string {
  if (end === 'root') return 'It is built on nothing: the chain ends here.';
  if (end === 'unresolvable') {
    return `What it stands on could not be looked at${failure === undefined ? '.' : `: ${sentences(failure)}`}`;
  }
  const todo = 'Annotate it, or track its base.';
  if (evidence.length === 0) {
    return `Nothing says what it stands on: no annotation, label or provenance, and its layers match no known image. ${todo}`;
  }
  const told = evidence.slice(0, MAX_TOLD).map(statementSentence);
  return `Its base is not known. ${told.join(' ')} ${todo}`;
}

/** A statement that is not followed, and why. */
export function statementSentence({ kind, name, claimed, digest, note }: Evidence): string {
  const word = EVIDENCE_KINDS[kind].word.toLowerCase();
  const what =
    name !== null
      ? codeOrScratch(name)
      : claimed !== undefined
        ? `“${claimed}”`
        : (digest ?? 'no base that can be read');
  return `The ${word} names ${what}${note === undefined ? ', and it is not followed.' : `. ${note}`}`;
}

function codeOrScratch(name: string): string {
  return name === 'scratch' ? '`scratch`' : code(name);
}

function upToDate(base: BaseVerdict, name: string): string {
  if (base.freshness === 'same-content')
    return `It stands on the layers that ${name} has now, though the digests differ.`;
  if (base.freshness === 'index-moved')
    return `It stands on what ${name} has now for its platforms; only the index moved.`;
  return `It stands on what ${name} is now.`;
}

function belowSentence(links: readonly LineageLink[], name: string): string {
  const below = firstTroubleBelow(links);
  const at = links.findIndex((link) => link.base === below);
  const holder = links[at]?.reference;
  const moved = below === undefined ? 'a base' : shown(below);
  const owner = holder === undefined ? name : code(holder);
  return `${name} is current, but ${moved} below it moved. Rebuild ${owner} first, then this image.`;
}

function broken(base: BaseVerdict, name: string): string {
  if (base.conflict)
    return `Two kinds of evidence name different bases: see which one is right, and correct the other.`;
  if (base.verification === 'contradicted')
    return `It says it stands on ${name}, and its layers say it does not. Correct the annotation, or rebuild it.`;
  switch (base.freshness) {
    case 'base-tag-gone':
      return `The tag ${name} no longer exists: the next build will fail. Choose another base.`;
    case 'base-digest-gone':
      return `The digest of ${name} that it was built on is gone from the registry: rebuild it on what the tag has now.`;
    case 'base-gone':
      return `${name} is gone, tag and digest: it can be neither rebuilt nor rebased. Choose another base.`;
    case 'platform-gone':
      return `${name} no longer has one of its platforms. Drop the platform, or choose another base.`;
    default:
      return `What it says about ${name} does not hold.`;
  }
}

function unknown(
  links: readonly LineageLink[],
  end: ChainEnd,
  base: BaseVerdict,
  name: string,
  failure: string | undefined,
): string {
  if (base.freshness === 'unknown') return because(`Whether ${name} is current could not be checked`, base);
  if (base.verification === 'unverifiable') {
    return because(`${name} has not moved, but that it stands on it could not be verified`, base);
  }
  const below = firstTroubleBelow(links);
  if (below !== undefined) {
    return because(`${name} is current, but ${shown(below)} below it could not be confirmed`, below);
  }
  const start = `${name} is current, but`;
  if (end === 'cycle')
    return `${start} the chain below it comes back to itself: correct one of its annotations.`;
  if (end === 'too-deep') return `${start} the chain below it is longer than is followed.`;
  return `${start} what is below it could not be looked at${failure === undefined ? '' : `: ${failure}`}.`;
}

function because(what: string, { reason }: BaseVerdict): string {
  return reason === null ? `${what}.` : `${what}. ${reason}`;
}

function shown(base: BaseVerdict): string {
  return base.name === null ? 'its base' : code(base.name);
}

function code(reference: string): string {
  return `\`${familiarReference(parseReference(reference))}\``;
}
