import { createHash } from 'node:crypto';
import { inArray, sql } from 'drizzle-orm';
import type { Digest } from '#lib/oci/digest.ts';
import type { Database } from './database.ts';
import { layerStacks } from './schema.ts';

/** A known platform image's layers. */
export interface LayerStack {
  /** Fully qualified, with tag. */
  readonly reference: string;
  readonly platform: string;
  readonly digest: Digest;
  readonly diffIds: readonly Digest[];
}

/** A hash over diff IDs, bottom first; equal for equal stacks alone. */
export function chainId(diffIds: readonly Digest[]): string {
  return createHash('sha256').update(diffIds.join('\n')).digest('hex');
}

/** Remembers images' layers. */
export async function writeLayerStacks(db: Database, stacks: readonly LayerStack[]): Promise<void> {
  const rows = stacks
    .filter(({ diffIds }) => diffIds.length > 0)
    .map((stack) => ({ ...stack, diffIds: [...stack.diffIds], chainId: chainId(stack.diffIds) }));
  if (rows.length > 0) await db.insert(layerStacks).values(rows).onConflictDoNothing();
}

/**
 * Known images whose layers are a strict prefix of these, longest first: each proper prefix is hashed and
 * looked up, one indexed query for any depth.
 */
export async function findBeneath(db: Database, diffIds: readonly Digest[]): Promise<LayerStack[]> {
  const chains = diffIds.slice(0, -1).map((_, at) => chainId(diffIds.slice(0, at + 1)));
  if (chains.length === 0) return [];
  const rows = await db
    .select()
    .from(layerStacks)
    .where(inArray(layerStacks.chainId, chains))
    .orderBy(sql`cardinality(${layerStacks.diffIds}) desc, ${layerStacks.reference}, ${layerStacks.digest}`);
  return rows as unknown as LayerStack[];
}
