import { z } from 'zod';
import { digest, filterText, moment, platform, time } from '../primitives.ts';
import { freshness, reasonCode, status, verification } from './lineage.ts';

/** A node is a name: `registry/repository:tag`, or `…@digest` if no tag is known. */
export const graphNode = z.object({
  id: z.string(),
  reference: z.string(),
  digest: digest.nullable(),
  status,
  summary: z.string(),
  /** The tracked image's id; null for a base that is not tracked. */
  imageId: z.string().nullable(),
  platforms: z.array(platform),
  baseLayers: z.number().int().nullable(),
  appLayers: z.number().int().nullable(),
  /** The number of this node's bases and dependents in the whole graph, shown or not. */
  bases: z.number().int(),
  dependents: z.number().int(),
  sample: z.boolean(),
  public: z.boolean(),
  /** Who a tracked image belongs to; null if unknown. */
  owner: z.string().nullable(),
  /** Whether the node matches the filter itself; a node that does not connects those that do. */
  matches: z.boolean(),
  /**
   * Images directly based on it that match and are counted instead of being nodes, by status; null if none is. So is the
   * whole graph of a fleet in which more than 5,000 images match.
   */
  images: z.partialRecord(status, z.number().int()).nullable(),
});

/** An edge from an image to its base. */
export const graphEdge = z.object({
  id: z.string(),
  source: z.string(),
  target: z.string(),
  freshness,
  verification,
  conflict: z.boolean(),
  behindSince: time.nullable(),
  reason: z.string().nullable(),
  reasonCode,
  /** Last known: the last check could not read it. */
  retained: z.boolean(),
});

/** `hidden` counts the nodes that the focus, the filter or the limit left out, and images that are only counted. */
export const graph = z.object({
  nodes: z.array(graphNode),
  edges: z.array(graphEdge),
  hidden: z.number().int(),
  /** Images without a base that are counted instead of being nodes, by status; null if none is. */
  withoutBase: z.partialRecord(status, z.number().int()).nullable(),
});

export const graphQuery = z.object({
  /** A node's id or any spelling of its reference; without it, the graph shows all images that match the filter. */
  focus: z.string().max(1024).optional(),
  /** Hops towards bases and towards dependents from the focus. */
  bases: z.coerce.number().int().min(0).max(16).default(16),
  dependents: z.coerce.number().int().min(0).max(16).default(1),
  filter: filterText.optional(),
  /** As the fleet was then. */
  at: moment.optional(),
  limit: z.coerce.number().int().min(1).max(5000).default(2000),
});

export type GraphNodeView = z.infer<typeof graphNode>;
export type GraphEdgeView = z.infer<typeof graphEdge>;
export type GraphView = z.infer<typeof graph>;
