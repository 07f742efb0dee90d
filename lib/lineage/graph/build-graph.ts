import { type Mentioned, NOWHERE } from '../filter/filter-match.ts';
import type { Finding } from '../verdict/finding.ts';
import type { BaseVerdict, LastKnown, Lineage, LineageLink } from '../verdict/lineage.ts';
import type { Reason } from '../verdict/reason.ts';
import { statusOfBase, statusOfLinks } from '../verdict/status.ts';
import { FRESHNESSES, type Freshness } from '../vocabulary/freshness.ts';
import type { Status } from '../vocabulary/status.ts';
import type { Verification } from '../vocabulary/verification.ts';

/** A tracked image as the graph is built from it; `lineage` is null until its first scan has ended. */
export interface GraphImage {
  readonly imageId: string;
  /** Fully qualified. */
  readonly reference: string;
  readonly sample: boolean;
  readonly public: boolean;
  readonly snoozed: boolean;
  readonly mentioned: Mentioned;
  readonly owner: string | null;
  readonly behindSince: Date | null;
  readonly lineage: Lineage | null;
}

/** A name: `registry/repository:tag`, `…@digest` where no tag is known, the digest alone where no name is. */
export interface NodeFacts {
  readonly id: string;
  readonly reference: string;
  readonly digest: string | null;
  readonly status: Status;
  /** Null for a base that is known from chains only. */
  readonly imageId: string | null;
  readonly platforms: readonly string[];
  /** Layers that are its base's and its own, on the first platform where they are known. */
  readonly baseLayers: number | null;
  readonly appLayers: number | null;
  /** Direct bases (0 or 1) and direct dependents in the whole graph, shown or not. */
  readonly bases: number;
  readonly dependents: number;
  readonly sample: boolean;
  readonly public: boolean;
  /** Of a tracked image; null if it has none or is not tracked. */
  readonly owner: string | null;
}

/** From an image, `source`, to its base, `target`. */
export interface EdgeFacts {
  readonly id: string;
  readonly source: string;
  readonly target: string;
  readonly freshness: Freshness;
  readonly verification: Verification;
  readonly conflict: boolean;
  readonly behindSince: string | null;
  /** As last known: the last check could not read it. */
  readonly retained: boolean;
}

/** What is known of a node: from its own check, or from the images based on it. */
export type NodeFinding =
  | { readonly kind: 'own'; readonly finding: Finding; readonly lastKnown: LastKnown | null }
  | { readonly kind: 'reasons'; readonly reasons: readonly Reason[] }
  | { readonly kind: 'status' | 'gone' | 'tag-gone' | 'not-read' | 'not-scanned' };

export interface FleetNode extends NodeFacts {
  readonly finding: NodeFinding;
  /** Of a tracked image, for filters. */
  readonly snoozed: boolean;
  readonly mentioned: Mentioned;
  readonly behindSince: Date | null;
}

export interface FleetEdge extends EdgeFacts {
  readonly reasons: readonly Reason[];
}

/** The whole fleet: each node once, however many chains go through it, and at most one edge from each. */
export interface FleetGraph {
  readonly nodes: ReadonlyMap<string, FleetNode>;
  /** By source. */
  readonly edges: ReadonlyMap<string, FleetEdge>;
  /** Sources of the edges into a node, in the order of their ids. */
  readonly dependents: ReadonlyMap<string, readonly string[]>;
}

/** What one chain says about one of its images. */
interface Mention {
  readonly image: GraphImage | null;
  readonly link: LineageLink;
  readonly status: Status;
  readonly finding: NodeFinding;
  /** The node its base is; null at the chain's end. */
  readonly target: string | null;
  readonly checkedAt: string;
}

/**
 * Joins the fleet's chains into one graph, in time linear in their links. Of what chains say about one name, its
 * own lineage counts if it is tracked; else the chain that was checked last.
 */
export function buildGraph(images: readonly GraphImage[]): FleetGraph {
  const mentions = prune(currentMentions(images), images);
  const edges = new Map<string, FleetEdge>();
  for (const [id, { link, target }] of mentions) {
    if (link.base !== null && target !== null && target !== id)
      edges.set(id, edgeOf(id, target, link, link.base));
  }
  const dependents = new Map<string, string[]>();
  for (const source of [...edges.keys()].sort()) {
    const target = edges.get(source)?.target ?? source;
    const list = dependents.get(target);
    if (list === undefined) dependents.set(target, [source]);
    else list.push(source);
  }
  const nodes = new Map<string, FleetNode>();
  const degrees = (id: string) => ({
    bases: edges.has(id) ? 1 : 0,
    dependents: dependents.get(id)?.length ?? 0,
  });
  for (const [id, mention] of mentions) nodes.set(id, { ...nodeOf(id, mention), ...degrees(id) });
  for (const image of images) {
    if (image.lineage === null) nodes.set(image.reference, pendingNode(image, nodes.get(image.reference)));
  }
  return { nodes, edges, dependents };
}

/** For each name in any chain, the mention that counts. */
function currentMentions(images: readonly GraphImage[]): Map<string, Mention> {
  const mentions = new Map<string, Mention>();
  for (const image of images) {
    if (image.lineage === null) continue;
    for (const [id, mention] of mentionsOf(image, image.lineage)) {
      if (takesPrecedence(mention, mentions.get(id))) mentions.set(id, mention);
    }
  }
  return mentions;
}

/** Leaves out bases that no tracked image is based on any more, by the mentions that count. */
function prune(mentions: ReadonlyMap<string, Mention>, images: readonly GraphImage[]) {
  const reached = new Map<string, Mention>();
  const tracked = [...mentions].flatMap(([id, { image }]) => (image === null ? [] : [id]));
  const pending = images.flatMap(({ lineage, reference }) => (lineage === null ? [reference] : []));
  for (const start of [...tracked, ...pending]) {
    let id: string | null = start;
    while (id !== null && !reached.has(id)) {
      const mention = mentions.get(id);
      if (mention !== undefined) reached.set(id, mention);
      id = mention?.target ?? null;
    }
  }
  return reached;
}

/** Every image of one chain, its last base included even if only a claim names it. */
function* mentionsOf(image: GraphImage, lineage: Lineage): Generator<[string, Mention]> {
  const { links, end, checkedAt } = lineage;
  for (const [index, link] of links.entries()) {
    const own = index === 0;
    /** The image above found that this tag is gone; its digest could still be read. */
    const tagGone = links[index - 1]?.base?.freshness === 'base-tag-gone';
    const target = targetOf(link, links[index + 1]);
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
    yield [link.reference, { image: own ? image : null, link, status, finding, target, checkedAt }];
    if (target !== null && index === links.length - 1) yield [target, claimed(target, link, checkedAt)];
  }
}

/** A base's reasons; if it has none, another finding. */
function ofReasons(base: BaseVerdict | null, kind: 'status' | 'gone' | 'not-read'): NodeFinding {
  const { reasons = [] } = base ?? {};
  return reasons.length > 0 ? { kind: 'reasons', reasons } : { kind };
}

function targetOf(link: LineageLink, next: LineageLink | undefined): string | null {
  return next?.reference ?? link.base?.name ?? link.base?.digest ?? null;
}

/** A base that could not be read: only the claim of the image above names it. */
function claimed(reference: string, { base }: LineageLink, checkedAt: string): Mention {
  const digest = base?.digest ?? null;
  const link = { reference, digest, mediaType: null, created: null, platforms: [], base: null };
  const gone = base !== null && isGone(base.freshness);
  const status = gone ? FRESHNESSES[base.freshness].status : 'unknown';
  const finding = ofReasons(base, gone ? 'gone' : 'not-read');
  return { image: null, link, status, finding, target: null, checkedAt };
}

function isGone(freshness: Freshness): boolean {
  return freshness === 'base-gone' || freshness === 'base-tag-gone';
}

/** A claim proves nothing: any chain that read further takes precedence, and a checked chain over a kept one. */
function takesPrecedence(mention: Mention, other: Mention | undefined): boolean {
  if (other === undefined) return true;
  const own = Number(mention.image !== null) - Number(other.image !== null);
  if (own !== 0) return own > 0;
  const read = Number(mention.link.mediaType !== null) - Number(other.link.mediaType !== null);
  if (read !== 0) return read > 0;
  const seen = Number(mention.link.retained !== true) - Number(other.link.retained !== true);
  return seen !== 0 ? seen > 0 : mention.checkedAt > other.checkedAt;
}

function nodeOf(id: string, { image, link, status, finding }: Mention) {
  const counted = link.base?.platforms.find(({ appLayers }) => appLayers !== null);
  return {
    id,
    reference: link.reference,
    digest: link.digest,
    status,
    finding,
    imageId: image?.imageId ?? null,
    platforms: link.platforms.map(({ platform }) => platform),
    baseLayers: counted?.baseLayers ?? null,
    appLayers: counted?.appLayers ?? null,
    sample: image?.sample ?? false,
    public: image?.public ?? false,
    owner: image?.owner ?? null,
    snoozed: image?.snoozed ?? false,
    mentioned: image?.mentioned ?? NOWHERE,
    behindSince: image?.behindSince ?? null,
  };
}

/** A tracked image that no scan has checked: what other chains know of it stays, but its status is `pending`. */
function pendingNode(image: GraphImage, known: FleetNode | undefined): FleetNode {
  const { imageId, reference, sample } = image;
  const facts = known ?? {
    id: reference,
    reference,
    digest: null,
    platforms: [],
    baseLayers: null,
    appLayers: null,
    bases: 0,
    dependents: 0,
  };
  return {
    ...{ ...facts, imageId, sample, public: image.public, owner: image.owner, snoozed: image.snoozed },
    mentioned: image.mentioned,
    behindSince: null,
    status: 'pending',
    finding: { kind: 'not-scanned' },
  };
}

function edgeOf(source: string, target: string, link: LineageLink, base: BaseVerdict): FleetEdge {
  const { freshness, verification, conflict, behindSince, reasons } = base;
  return {
    id: `${source} > ${target}`,
    source,
    target,
    freshness,
    verification,
    conflict,
    behindSince,
    reasons,
    retained: link.retained === true || (base.lastKnown !== undefined && statusOfBase(base) === 'unknown'),
  };
}
