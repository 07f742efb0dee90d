import { createHash } from 'node:crypto';
import { inArray, sql } from 'drizzle-orm';
import type { Digest } from '#lib/oci/digest.ts';
import type { Database } from './database.ts';
import { layerStacks } from './schema.ts';

/** A known platform image and what its layers come to. */
export interface LayerStack {
  readonly chainId: string;
  /** Fully qualified, with tag. */
  readonly reference: string;
  readonly platform: string;
  /** The platform manifest. */
  readonly digest: Digest;
}

/** Names of one stack beyond these are not told apart: an image with hundreds of tags is one image. */
const MAX_NAMES = 20;

/**
 * The chain ids of a stack of diff IDs and of each of its prefixes, shortest first: equal for equal stacks alone
 * (image-spec, config.md § Layer ChainID, in a shorter spelling: 128 bits).
 */
export function chainIds(diffIds: readonly Digest[]): string[] {
  const ids: string[] = [];
  let below = '';
  for (const diffId of diffIds) {
    below = createHash('sha256').update(`${below} ${diffId}`).digest('base64url').slice(0, 22);
    ids.push(below);
  }
  return ids;
}

/** Remembers images' layers; answers whether any of them was new. */
export async function writeLayerStacks(db: Database, stacks: readonly LayerStack[]): Promise<boolean> {
  if (stacks.length === 0) return false;
  const written = await db
    .insert(layerStacks)
    .values([...stacks])
    .onConflictDoNothing()
    .returning({ chainId: layerStacks.chainId });
  return written.length > 0;
}

/** Known images by chain id, the first {@link MAX_NAMES} by name of each. */
export async function readLayerStacks(
  db: Database,
  chains: readonly string[],
): Promise<Map<string, LayerStack[]>> {
  const known = new Map<string, LayerStack[]>();
  if (chains.length === 0) return known;
  const { rows } = await db.execute<LayerStack & Record<string, unknown>>(sql`
    select chain_id as "chainId", reference, platform, digest
    from (
      select *, row_number() over (partition by chain_id order by reference, platform, digest) as place
      from layer_stacks where chain_id = any(${sql.param([...chains])}::text[])
    ) as placed
    where place <= ${MAX_NAMES}
    order by reference, platform, digest`);
  for (const row of rows) {
    const stacks = known.get(row.chainId);
    if (stacks) stacks.push(row);
    else known.set(row.chainId, [row]);
  }
  return known;
}

/** Forgets images' layers by their names; only for registries that live in this process. */
export async function forgetLayerStacks(db: Database, references: readonly string[]): Promise<void> {
  if (references.length > 0)
    await db.delete(layerStacks).where(inArray(layerStacks.reference, [...references]));
}
