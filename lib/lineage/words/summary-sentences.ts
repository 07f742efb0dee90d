import { familiarReference, parseReference } from '#lib/oci/reference.ts';
import type { Finding } from '../verdict/finding.ts';
import type { Evidence, LastKnown } from '../verdict/lineage.ts';
import type { Reason } from '../verdict/reason.ts';
import { EVIDENCE_KINDS } from '../vocabulary/evidence.ts';
import type { Freshness } from '../vocabulary/freshness.ts';
import type { Status } from '../vocabulary/status.ts';
import { lastKnownWords } from './last-known-words.ts';
import { reasonClause, reasonSentences, toSentences } from './reason-words.ts';

/** What a check found and, where the image could not be checked, what was known before. */
export interface Found {
  readonly finding: Finding;
  readonly lastKnown?: LastKnown | null | undefined;
}

/**
 * What is so, and what to do, in a sentence or two. Times are left to the page, which has `behindSince` and can say
 * them relative to today.
 */
export function summarise({ finding, lastKnown }: Found): string {
  const found = findingSentence(finding);
  if (lastKnown == null || lastKnown.status === 'unknown') return found;
  return `${found} Last known: ${lastKnownWords(lastKnown)}.`;
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

const TODO = 'Annotate it, or track its base.';

function findingSentence(finding: Finding): string {
  switch (finding.kind) {
    case 'root':
      return 'It is built on nothing: the chain ends here.';
    case 'set-aside':
      return toSentences(reasonClause({ kind: 'set-aside' }));
    case 'stated':
      return finding.text;
    case 'image-unreadable':
      return `It could not be looked at: ${reasonClause(finding.reason)}.`;
    case 'evidence-unreadable':
      return `What it stands on could not be looked at${finding.reason === null ? '.' : `: ${toSentences(reasonClause(finding.reason))}`}`;
    case 'no-evidence':
      return `Nothing says what it stands on: no annotation, label or provenance, and its layers match no known image. ${TODO}`;
    case 'claims-not-followed':
      return `Its base is not known. ${finding.evidence.map(claimSentence).join(' ')} ${TODO}`;
    case 'in-conflict':
      return 'Two kinds of evidence name different bases: see which one is right, and correct the other.';
    default:
      return ofBase(finding);
  }
}

function ofBase(finding: Extract<Finding, { readonly base: string | null }>): string {
  const name = shown(finding.base);
  switch (finding.kind) {
    case 'current':
      return current(finding.freshness, name);
    case 'moved':
      return finding.freshness === 'stale-config'
        ? `${name} has the same layers with another configuration. Rebase this image, or rebuild it.`
        : `${name} moved. Rebase this image, or rebuild it.`;
    case 'moved-below': {
      const owner = finding.owner === null ? name : code(finding.owner);
      return `${name} is current, but ${shown(finding.below)} below it moved. Rebuild ${owner} first, then this image.`;
    }
    case 'pinned':
      return `It is pinned to ${name} by digest: there is no tag to compare with. Update the pin by hand.`;
    case 'contradicted':
      return `It says it stands on ${name}, and its layers say it does not. Correct the annotation, or rebuild it.`;
    case 'gone':
      return gone(finding.freshness, name);
    case 'currency-unknown':
      return because(`Whether ${name} is current could not be checked`, finding.reasons);
    case 'unverified':
      return because(
        `${name} has not moved, but that it stands on it could not be verified`,
        finding.reasons,
      );
    case 'unconfirmed-below':
      return because(
        `${name} is current, but ${shown(finding.below)} below it could not be confirmed`,
        finding.reasons,
      );
    case 'cycle-below':
      return `${name} is current, but the chain below it comes back to itself: correct one of its annotations.`;
    case 'too-deep-below':
      return `${name} is current, but the chain below it is longer than is followed.`;
    case 'unreadable-below':
      return `${name} is current, but what is below it could not be looked at${finding.reason === null ? '' : `: ${reasonClause(finding.reason)}`}.`;
  }
}

/** A statement that is not followed, and why. */
export function claimSentence({
  kind,
  name,
  claimed,
  digest,
  notes = [],
}: Pick<Evidence, 'kind' | 'name' | 'digest' | 'notes'> & {
  readonly claimed?: string | null | undefined;
}): string {
  const word = EVIDENCE_KINDS[kind].word.toLowerCase();
  const what =
    name !== null
      ? codeOrScratch(name)
      : claimed == null
        ? (digest ?? 'no base that can be read')
        : `“${claimed}”`;
  const why = reasonSentences(notes);
  return `The ${word} names ${what}${why === null ? ', and it is not followed.' : `. ${why}`}`;
}

function codeOrScratch(name: string): string {
  return name === 'scratch' ? '`scratch`' : code(name);
}

function current(freshness: Freshness, name: string): string {
  if (freshness === 'same-content')
    return `It stands on the layers that ${name} has now, though the digests differ.`;
  if (freshness === 'index-moved')
    return `It stands on what ${name} has now for its platforms; only the index moved.`;
  return `It stands on what ${name} is now.`;
}

function gone(freshness: Freshness, name: string): string {
  switch (freshness) {
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

function because(what: string, reasons: readonly Reason[]): string {
  const why = reasonSentences(reasons);
  return why === null ? `${what}.` : `${what}. ${why}`;
}

function shown(name: string | null): string {
  return name === null ? 'its base' : code(name);
}

function code(reference: string): string {
  return `\`${familiarReference(parseReference(reference))}\``;
}
