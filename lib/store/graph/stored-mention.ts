import { getTableColumns, type InferSelectModel, type SQL, Subquery, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { CurrentMention, TrackedNode } from '#lib/lineage/graph/build-graph.ts';
import type { NodeFinding } from '#lib/lineage/graph/mention.ts';
import { UNREADABLE_FINDING } from '#lib/lineage/upcast/upcast-lineage.ts';
import type { Finding } from '#lib/lineage/verdict/finding.ts';
import type { LastKnown } from '#lib/lineage/verdict/lineage.ts';
import { type Reason, reasonSchema } from '#lib/lineage/verdict/reason.ts';
import { parseStoredOr } from '../database/stored-json.ts';
import { mentionedOf } from '../images/mention-sql.ts';
import { edges } from '../schema/edges.ts';
import { images } from '../schema/images.ts';

/** The columns of a {@link TrackedNode}, for rows called `images`. */
export const NODE = {
  imageId: images.id,
  reference: images.reference,
  sample: images.sample,
  public: images.public,
  snoozed: sql<boolean>`(${images.holdId} is not null)`,
  mentioned: mentionedOf(images.reference),
  owner: images.owner,
  behindSince: images.behindSince,
};

/** The columns of a {@link CurrentMention}, for rows called `edges` with the `images` that they are the top of. */
export const MENTION = {
  edge: getTableColumns(edges),
  node: NODE,
  own: { finding: images.finding, lastKnown: images.lastKnown },
};

/** Rows with the columns of `edges`, under its name. */
export function edgeRows(query: SQL): typeof edges | Subquery<'edges'> {
  return new Subquery(query, {}, 'edges');
}

/** A row with the columns of {@link MENTION}; `node` and `own` are null for a base that is only mentioned. */
interface MentionRow {
  readonly edge: InferSelectModel<typeof edges>;
  readonly node: TrackedNode | null;
  readonly own: { readonly finding: Finding | null; readonly lastKnown: LastKnown | null } | null;
}

const reasonList: z.ZodType<readonly Reason[]> = z.array(reasonSchema);

/** A stored mention. Reasons that cannot be read are left out. */
export function currentMention({ edge, node, own }: MentionRow): CurrentMention {
  const { name, digest, status, read, retained, checkedAt, platforms, baseLayers, appLayers } = edge;
  const reasons =
    edge.reasons === null ? [] : parseStoredOr(reasonList, edge.reasons, `the reasons of ${name}`, []);
  const finding = (): NodeFinding => {
    if (edge.finding === 'reasons') return { kind: 'reasons', reasons };
    if (edge.finding !== 'own') return { kind: edge.finding };
    return { kind: 'own', finding: own?.finding ?? UNREADABLE_FINDING, lastKnown: own?.lastKnown ?? null };
  };
  const { baseName, baseDigest, freshness, verification, conflict, behindSince, baseRetained } = edge;
  const base =
    baseName === null || freshness === null || verification === null
      ? null
      : {
          ...{ name: baseName, digest: baseDigest, freshness, verification, reasons },
          conflict: conflict === true,
          behindSince: behindSince?.toISOString() ?? null,
          retained: baseRetained === true,
        };
  return {
    mention: {
      ...{ name, digest, status, read, retained, platforms, baseLayers, appLayers, base },
      finding: finding(),
      checkedAt: checkedAt.toISOString(),
    },
    image: edge.finding === 'own' ? node : null,
  };
}
