import type { Finding } from '../verdict/finding.ts';
import type { BaseVerdict, LastKnown, Lineage, LineageLink } from '../verdict/lineage.ts';
import type { Reason } from '../verdict/reason.ts';
import { statusOfBase, statusOfLinks } from '../verdict/status.ts';
import { FRESHNESSES, type Freshness } from '../vocabulary/freshness.ts';
import type { Status } from '../vocabulary/status.ts';
import type { Verification } from '../vocabulary/verification.ts';

/** What is known of a node: from its own check, or from the images based on it. */
export type NodeFinding =
  | { readonly kind: 'own'; readonly finding: Finding; readonly lastKnown: LastKnown | null }
  | { readonly kind: 'reasons'; readonly reasons: readonly Reason[] }
  | { readonly kind: PlainFinding };

const PLAIN_FINDING = ['status', 'gone', 'tag-gone', 'not-read', 'not-scanned'] as const;
export type PlainFinding = (typeof PLAIN_FINDING)[number];

/** What a chain says about the base of one of its images: what an edge shows. */
export interface MentionedBase {
  /** The id of the base's node. */
  readonly name: string;
  /** As claimed. */
  readonly digest: string | null;
  readonly freshness: Freshness;
  readonly verification: Verification;
  readonly conflict: boolean;
  readonly behindSince: string | null;
  readonly reasons: readonly Reason[];
  /** As last known: the last check could not read it. */
  readonly retained: boolean;
}

/** What one chain says about one of its images: everything that the graph shows of it. */
export interface Mention {
  /** The id of its node. */
  readonly name: string;
  readonly digest: string | null;
  readonly status: Status;
  readonly finding: NodeFinding;
  /** Whether the check read it; if not, only the claim of the image above names it. */
  readonly read: boolean;
  /** Whether this is what an earlier check found. */
  readonly retained: boolean;
  /** When the chain was checked (ISO 8601). */
  readonly checkedAt: string;
  readonly platforms: readonly string[];
  /** Layers that are its base's and its own, on the first platform where they are known. */
  readonly baseLayers: number | null;
  readonly appLayers: number | null;
  /** Null at the chain's end. */
  readonly base: MentionedBase | null;
}

/** Every image of one chain from the image itself downwards, its last base included even if only a claim names it. */
export function mentionsOf(lineage: Lineage): Mention[] {
  const { links, end, checkedAt } = lineage;
  const mentions = links.map((link, index): Mention => {
    const own = index === 0;
    /** The image above found that this tag is gone; its digest could still be read. */
    const tagGone = links[index - 1]?.base?.freshness === 'base-tag-gone';
    const status = own
      ? lineage.status
      : link.retained === true
        ? 'unknown'
        : tagGone
          ? 'broken'
          : statusOfLinks(links.slice(index), end);
    const finding: NodeFinding = own
      ? { kind: 'own', finding: lineage.finding, lastKnown: lineage.lastKnown ?? null }
      : tagGone
        ? { kind: 'tag-gone' }
        : ofReasons(link.base, 'status');
    const counted = link.base?.platforms.find(({ appLayers }) => appLayers !== null);
    return {
      name: link.reference,
      digest: link.digest,
      status,
      finding,
      read: link.mediaType !== null,
      retained: link.retained === true,
      checkedAt,
      platforms: link.platforms.map(({ platform }) => platform),
      baseLayers: counted?.baseLayers ?? null,
      appLayers: counted?.appLayers ?? null,
      base: baseOf(link, links[index + 1]),
    };
  });
  const last = links.at(-1);
  const below = mentions.at(-1)?.base;
  return last === undefined || below == null ? mentions : [...mentions, claimed(below, last, checkedAt)];
}

/** Whether a mention counts more than another: a claim proves nothing, and a checked chain counts over a kept one. */
export function takesPrecedence(
  mention: { readonly own: boolean; readonly mention: Mention },
  other: { readonly own: boolean; readonly mention: Mention } | undefined,
): boolean {
  if (other === undefined) return true;
  const own = Number(mention.own) - Number(other.own);
  if (own !== 0) return own > 0;
  const read = Number(mention.mention.read) - Number(other.mention.read);
  if (read !== 0) return read > 0;
  const seen = Number(!mention.mention.retained) - Number(!other.mention.retained);
  return seen !== 0 ? seen > 0 : mention.mention.checkedAt > other.mention.checkedAt;
}

/** A base's reasons; if it has none, another finding. */
function ofReasons(base: Pick<BaseVerdict, 'reasons'> | null, kind: PlainFinding): NodeFinding {
  const { reasons = [] } = base ?? {};
  return reasons.length > 0 ? { kind: 'reasons', reasons } : { kind };
}

function baseOf(link: LineageLink, next: LineageLink | undefined): MentionedBase | null {
  const { base } = link;
  const name = next?.reference ?? base?.name ?? base?.digest;
  if (base === null || name == null) return null;
  const { digest, freshness, verification, conflict, behindSince, reasons } = base;
  const retained =
    link.retained === true || (base.lastKnown !== undefined && statusOfBase(base) === 'unknown');
  return { name, digest, freshness, verification, conflict, behindSince, reasons, retained };
}

/** A base that could not be read: only the claim of the image above names it. */
function claimed({ name }: MentionedBase, { base }: LineageLink, checkedAt: string): Mention {
  const gone = base !== null && isGone(base.freshness);
  return {
    name,
    digest: base?.digest ?? null,
    status: gone ? FRESHNESSES[base.freshness].status : 'unknown',
    finding: ofReasons(base, gone ? 'gone' : 'not-read'),
    read: false,
    retained: false,
    checkedAt,
    platforms: [],
    baseLayers: null,
    appLayers: null,
    base: null,
  };
}

function isGone(freshness: Freshness): boolean {
  return freshness === 'base-gone' || freshness === 'base-tag-gone';
}
