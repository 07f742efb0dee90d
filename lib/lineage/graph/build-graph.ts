import { type Mentioned, NOWHERE } from '../filter/filter-match.ts';
import type { Lineage } from '../verdict/lineage.ts';
import type { Reason } from '../verdict/reason.ts';
import type { Freshness } from '../vocabulary/freshness.ts';
import type { Status } from '../vocabulary/status.ts';
import type { Verification } from '../vocabulary/verification.ts';
import {
  type Mention,
  type MentionedBase,
  mentionsOf,
  type NodeFinding,
  takesPrecedence,
} from './mention.ts';

/** A tracked image, with what the graph shows of it besides its verdict. */
export interface TrackedNode {
  readonly imageId: string;
  /** Fully qualified. */
  readonly reference: string;
  readonly sample: boolean;
  readonly public: boolean;
  readonly snoozed: boolean;
  readonly mentioned: Mentioned;
  readonly owner: string | null;
  readonly behindSince: Date | null;
}

/** A tracked image as the graph is built from it; `lineage` is null until its first scan has ended. */
export interface GraphImage extends TrackedNode {
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

/** The fleet, or all bases and some images of it: each node once, however many chains go through it, and at most one edge from each. */
export interface FleetGraph {
  readonly nodes: ReadonlyMap<string, FleetNode>;
  /** By source. */
  readonly edges: ReadonlyMap<string, FleetEdge>;
  /** Sources of the edges into a node, in the order of their ids. */
  readonly dependents: ReadonlyMap<string, readonly string[]>;
  /** The number of nodes of the whole fleet, those that were not read included. */
  readonly size: number;
}

/** The mention of a name that counts; `image` is the tracked image whose own verdict it is from, if it is. */
export interface CurrentMention {
  readonly mention: Mention;
  readonly image: TrackedNode | null;
}

/** What a graph is joined from. */
export interface GraphParts {
  /** By name. */
  readonly mentions: ReadonlyMap<string, CurrentMention>;
  /** Tracked images that no scan has checked. */
  readonly pending: readonly TrackedNode[];
  /** If only the bases and some of the other images were read: counts of all. */
  readonly whole?: FleetCounts | undefined;
}

/** What is known of the images of a fleet that were not read. */
export interface FleetCounts {
  /** The number of tracked images that the graph has. */
  readonly tracked: number;
  /** How many tracked images are directly based on each node, by their own verdicts. */
  readonly direct: ReadonlyMap<string, number>;
}

/**
 * Joins the fleet's chains into one graph, in time linear in their links. Of what chains say about one name, its
 * own lineage counts if it is tracked; else the chain that was checked last.
 */
export function buildGraph(images: readonly GraphImage[]): FleetGraph {
  const pending = images.filter(({ lineage }) => lineage === null);
  return joinMentions({ mentions: currentMentions(images), pending });
}

/** Joins the mentions that count into a graph, without bases that no tracked image is based on any more. */
export function joinMentions({ mentions: all, pending, whole }: GraphParts): FleetGraph {
  const starts = [...pending.map(({ reference }) => reference), ...(whole?.direct.keys() ?? [])];
  const mentions = prune(all, starts);
  const edges = new Map<string, FleetEdge>();
  for (const [id, { mention }] of mentions) {
    if (mention.base !== null && mention.base.name !== id) edges.set(id, edgeOf(id, mention.base));
  }
  const dependents = new Map<string, string[]>();
  for (const source of [...edges.keys()].sort()) {
    const target = edges.get(source)?.target ?? source;
    const list = dependents.get(target);
    if (list === undefined) dependents.set(target, [source]);
    else list.push(source);
  }
  const nodes = new Map<string, FleetNode>();
  const countDependents = (id: string) => {
    const known = dependents.get(id) ?? [];
    if (whole === undefined) return known.length;
    const untracked = known.filter((source) => mentions.get(source)?.image === null);
    return (whole.direct.get(id) ?? 0) + untracked.length;
  };
  const degrees = (id: string) => ({ bases: edges.has(id) ? 1 : 0, dependents: countDependents(id) });
  for (const [id, current] of mentions) nodes.set(id, { ...nodeOf(id, current), ...degrees(id) });
  for (const image of pending) {
    nodes.set(image.reference, pendingNode(image, nodes.get(image.reference)));
  }
  const untracked = nodes.values().filter(({ imageId }) => imageId === null);
  const size = whole === undefined ? nodes.size : whole.tracked + [...untracked].length;
  return { nodes, edges, dependents, size };
}

/** For each name in any chain, the mention that counts. */
function currentMentions(images: readonly GraphImage[]): Map<string, CurrentMention> {
  const mentions = new Map<string, CurrentMention & { readonly own: boolean }>();
  for (const { lineage, ...image } of images) {
    if (lineage === null) continue;
    for (const [depth, mention] of mentionsOf(lineage).entries()) {
      const own = depth === 0;
      const current = { mention, image: own ? image : null, own };
      if (takesPrecedence(current, mentions.get(mention.name))) mentions.set(mention.name, current);
    }
  }
  return mentions;
}

/** Leaves out bases that no tracked image is based on any more, by the mentions that count. */
function prune(mentions: ReadonlyMap<string, CurrentMention>, starts: readonly string[]) {
  const reached = new Map<string, CurrentMention>();
  const tracked = [...mentions].flatMap(([id, { image }]) => (image === null ? [] : [id]));
  for (const start of [...tracked, ...starts]) {
    let id: string | undefined = start;
    while (id !== undefined && !reached.has(id)) {
      const current = mentions.get(id);
      if (current !== undefined) reached.set(id, current);
      id = current?.mention.base?.name;
    }
  }
  return reached;
}

function nodeOf(id: string, { image, mention }: CurrentMention) {
  const { name, digest, status, finding, platforms, baseLayers, appLayers } = mention;
  return {
    ...{ id, reference: name, digest, status, finding, platforms, baseLayers, appLayers },
    imageId: image?.imageId ?? null,
    sample: image?.sample ?? false,
    public: image?.public ?? false,
    owner: image?.owner ?? null,
    snoozed: image?.snoozed ?? false,
    mentioned: image?.mentioned ?? NOWHERE,
    behindSince: image?.behindSince ?? null,
  };
}

/** A tracked image that no scan has checked: what other chains know of it stays, but its status is `pending`. */
function pendingNode(image: TrackedNode, known: FleetNode | undefined): FleetNode {
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

function edgeOf(source: string, { name: target, digest: _, ...base }: MentionedBase): FleetEdge {
  return { id: `${source} > ${target}`, source, target, ...base };
}
