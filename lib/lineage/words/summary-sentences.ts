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
 * The finding and what to do, in a sentence or two. It holds no times: pages have `behindSince` and show it relative to
 * now.
 */
export function summarise({ finding, lastKnown }: Found): string {
  const found = findingSentence(finding);
  if (lastKnown == null || lastKnown.status === 'unknown') return found;
  return `${found} Last known: ${lastKnownWords(lastKnown)}.`;
}

/** A sentence about a base that is known only from other images' chains. */
export function summariseBase(status: Status): string {
  switch (status) {
    case 'up-to-date':
      return 'Its own base is current.';
    case 'stale':
      return 'Its own base moved: rebuild it first.';
    case 'stale-by-ancestor':
      return 'A base further down moved.';
    case 'root':
      return 'It is based on nothing.';
    case 'pinned':
      return 'Its base is named by digest alone.';
    case 'broken':
      return 'Its claimed base is wrong or gone.';
    case 'unknown':
    case 'pending':
      return 'Its base is not known.';
  }
}

const ADVICE = 'Annotate the image, or track its base.';

function findingSentence(finding: Finding): string {
  switch (finding.kind) {
    case 'root':
      return 'It is based on nothing: the chain ends here.';
    case 'set-aside':
      return toSentences(reasonClause({ kind: 'set-aside' }));
    case 'stated':
      return finding.text;
    case 'image-unreadable':
      return `Could not check it: ${reasonClause(finding.reason)}.`;
    case 'evidence-unreadable':
      return `Could not check its base.${finding.reason === null ? '' : ` ${toSentences(reasonClause(finding.reason))}`}`;
    case 'no-evidence':
      return `No evidence names its base: it has no annotation, label or provenance, and its first layers match no known image. ${ADVICE}`;
    case 'claims-not-followed':
      return `Its base is not known. ${finding.evidence.map(claimSentence).join(' ')} ${ADVICE}`;
    case 'in-conflict':
      return 'Two kinds of evidence name different bases. Check which one is right, and correct the other.';
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
        ? `${name} has the same layers but another configuration. Rebase this image, or rebuild it.`
        : `${name} moved. Rebase this image, or rebuild it.`;
    case 'moved-below': {
      const owner = finding.owner === null ? name : code(finding.owner);
      return `${name} is current, but ${shown(finding.below)} below it moved. Rebuild ${owner} first, then this image.`;
    }
    case 'pinned':
      return `It is pinned to ${name} by digest: there is no tag to compare with. Update the pin by hand.`;
    case 'contradicted':
      return `It claims to be based on ${name}, but its layers do not match. Correct the annotation, or rebuild it.`;
    case 'gone':
      return gone(finding.freshness, name);
    case 'currency-unknown':
      return because(`Could not check whether ${name} is current`, finding.reasons);
    case 'unverified':
      return because(
        `${name} has not changed, but we could not verify that this image is based on it`,
        finding.reasons,
      );
    case 'unconfirmed-below':
      return because(
        `${name} is current, but ${shown(finding.below)} below it could not be checked`,
        finding.reasons,
      );
    case 'cycle-below':
      return `${name} is current, but the chain below it is a cycle: correct one of its annotations.`;
    case 'too-deep-below':
      return `${name} is current, but the chain below it is too long to follow.`;
    case 'unreadable-below':
      return `${name} is current, but the images below it could not be checked${finding.reason === null ? '' : `: ${reasonClause(finding.reason)}`}.`;
  }
}

/** A claim that is not followed, and why. */
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
    name !== null ? codeOrScratch(name) : claimed == null ? (digest ?? 'no valid base') : `“${claimed}”`;
  const why = reasonSentences(notes);
  return `The ${word} names ${what}${why === null ? ', but this claim is not followed.' : `. ${why}`}`;
}

function codeOrScratch(name: string): string {
  return name === 'scratch' ? '`scratch`' : code(name);
}

function current(freshness: Freshness, name: string): string {
  if (freshness === 'same-content')
    return `Its first layers are those of the current ${name}, though the digests differ.`;
  if (freshness === 'index-moved')
    return `Based on the current ${name}: only the index moved, not its platforms.`;
  return `Based on the current ${name}.`;
}

function gone(freshness: Freshness, name: string): string {
  switch (freshness) {
    case 'base-tag-gone':
      return `The tag ${name} no longer exists: the next build will fail. Choose another base.`;
    case 'base-digest-gone':
      return `The digest of ${name} that it is based on is gone from the registry. Rebuild it on the current tag.`;
    case 'base-gone':
      return `${name} is gone, both tag and digest: this image can be neither rebuilt nor rebased. Choose another base.`;
    case 'platform-gone':
      return `${name} no longer has one of its platforms. Drop the platform, or choose another base.`;
    default:
      return `Its claim about ${name} is wrong.`;
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
