import { createHash } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { Digest } from '#lib/oci/digest.ts';
import type { Database } from './database.ts';
import { layerStacks } from './schema/registry-facts.ts';

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

/** The {@link chainId} of every proper prefix, shortest first, at the cost of hashing the stack once. */
function prefixChains(diffIds: readonly Digest[]): string[] {
  const hash = createHash('sha256');
  return diffIds.slice(0, -1).map((digest, at) => {
    hash.update(at === 0 ? digest : `\n${digest}`);
    return hash.copy().digest('hex');
  });
}

/** Remembers images' layers. */
export async function writeLayerStacks(db: Database, stacks: readonly LayerStack[]): Promise<void> {
  const rows = stacks
    .filter(({ diffIds }) => diffIds.length > 0)
    .map((stack) => ({ ...stack, diffIds: [...stack.diffIds], chainId: chainId(stack.diffIds) }));
  if (rows.length > 0) await db.insert(layerStacks).values(rows).onConflictDoNothing();
}

/**
 * For each of several stacks the known images whose layers are a strict prefix of it, longest first: every proper
 * prefix is hashed, and one indexed query answers all of them.
 */
export async function findBeneathAll(
  db: Database,
  stacks: readonly (readonly Digest[])[],
): Promise<LayerStack[][]> {
  const prefixes = stacks.map(prefixChains);
  const chains = [...new Set(prefixes.flat())];
  if (chains.length === 0) return stacks.map(() => []);
  const rows = await db
    .select()
    .from(layerStacks)
    .where(sql`${layerStacks.chainId} = any(${sql.param(chains)}::text[])`)
    .orderBy(layerStacks.reference, layerStacks.digest, layerStacks.platform);
  const byChain = Map.groupBy(rows, (row) => row.chainId);
  return prefixes.map((chain) =>
    chain.toReversed().flatMap((each) => (byChain.get(each) ?? []) as unknown as LayerStack[]),
  );
}
