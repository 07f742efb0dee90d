import { createHash } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { Digest } from '#lib/oci/digest.ts';
import type { Database } from '../database/database.ts';
import { images } from '../schema/images.ts';
import { layerStacks } from '../schema/registry-facts.ts';

/** The layers of one platform of an image, under a name that its registry resolved to it. */
export interface LayerStack {
  /** Fully qualified, with tag. */
  readonly reference: string;
  readonly platform: string;
  readonly digest: Digest;
  readonly diffIds: readonly Digest[];
  /** The source: a tracked image itself, or a base in a tracked image's chain. */
  readonly origin: 'tracked' | 'base';
  /** The digest that the tag resolved to: the platform manifest, or an index that lists it. */
  readonly resolvedDigest: Digest;
  /** When that was first seen. */
  readonly firstSeen: Date;
  /** False if all of its layers are its own base's. */
  readonly addsLayers: boolean;
}

/** A stored stack, and whether its name is tracked now. */
export interface FoundStack extends LayerStack {
  /** An image is tracked under its name. */
  readonly tracked: boolean;
}

/** A hash over diff IDs, bottom first; equal only for equal stacks. */
function chainId(diffIds: readonly Digest[]): string {
  return createHash('sha256').update(diffIds.join('\n')).digest('hex');
}

/** A chain id cut to 64 bits, as PostgreSQL's bigint, for finding images; a false match does no harm. */
function stackKey(chain: string): bigint {
  return BigInt.asIntN(64, BigInt(`0x${chain.slice(0, 16)}`));
}

/** The keys of the stacks that these layers could be based on: one for each proper prefix. */
export function keysOfPrefixes(diffIds: readonly Digest[]): bigint[] {
  return chainsOfPrefixes(diffIds).map(stackKey);
}

/** The {@link chainId} of every proper prefix, shortest first, at the cost of hashing the stack once. */
function chainsOfPrefixes(diffIds: readonly Digest[]): string[] {
  const hash = createHash('sha256');
  return diffIds.slice(0, -1).map((digest, at) => {
    hash.update(at === 0 ? digest : `\n${digest}`);
    return hash.copy().digest('hex');
  });
}

/** Rows per statement: PostgreSQL accepts 65,535 parameters. */
const MAX_ROWS = 2000;

/** A stored stack by its name and its layers. */
export interface NamedStack {
  readonly reference: string;
  readonly chainId: string;
}

/** Stores images' layers; returns those that are new or have changed. */
export async function writeLayerStacks(db: Database, stacks: readonly LayerStack[]): Promise<NamedStack[]> {
  const byKey = new Map<string, LayerStack>();
  for (const stack of stacks) {
    const key = `${stack.reference} ${stack.platform} ${stack.digest}`;
    // A tracked image's own stack wins over the same stack from a chain.
    if (stack.diffIds.length > 0 && byKey.get(key)?.origin !== 'tracked') byKey.set(key, stack);
  }
  // Always in the same order, so two processes cannot deadlock.
  const rows = [...byKey]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, stack]) => ({ ...stack, diffIds: [...stack.diffIds], chainId: chainId(stack.diffIds) }));
  const written: NamedStack[] = [];
  for (let at = 0; at < rows.length; at += MAX_ROWS) {
    written.push(...(await insertRows(db, rows.slice(at, at + MAX_ROWS))));
  }
  return written;
}

function insertRows(db: Database, rows: (typeof layerStacks.$inferInsert)[]): Promise<NamedStack[]> {
  return db
    .insert(layerStacks)
    .values(rows)
    .onConflictDoUpdate({
      target: [layerStacks.reference, layerStacks.platform, layerStacks.digest],
      set: { origin: sql`excluded.origin`, addsLayers: sql`excluded.adds_layers` },
      // A stack from another image's chain never replaces a known one.
      setWhere: sql`excluded.origin = 'tracked' and (excluded.origin, excluded.adds_layers)
        is distinct from (${layerStacks.origin}, ${layerStacks.addsLayers})`,
    })
    .returning({ reference: layerStacks.reference, chainId: layerStacks.chainId });
}

/**
 * For each stack, the stored stacks that are a proper prefix of it, longest first. Every proper prefix is hashed, and one
 * indexed query finds all of them. The caller decides whether a name is evidence.
 */
export async function findStacksBelow(
  db: Database,
  stacks: readonly (readonly Digest[])[],
): Promise<FoundStack[][]> {
  const prefixes = stacks.map(chainsOfPrefixes);
  const chains = [...new Set(prefixes.flat())];
  if (chains.length === 0) return stacks.map(() => []);
  const rows = await db
    .select({ stack: layerStacks, tracked: sql<boolean>`${images.id} is not null` })
    .from(layerStacks)
    .leftJoin(images, sql`${images.reference} = ${layerStacks.reference}`)
    .where(sql`${layerStacks.chainId} = any(${sql.param(chains)}::text[])`)
    .orderBy(layerStacks.reference, layerStacks.digest, layerStacks.platform);
  const byChain = Map.groupBy(rows, ({ stack }) => stack.chainId);
  return prefixes.map((chain) =>
    chain
      .toReversed()
      .flatMap((each) => byChain.get(each) ?? [])
      .map(({ stack, tracked }) => ({ ...stack, tracked }) as unknown as FoundStack),
  );
}

/** The stacks that are stored under these names. */
export async function readStacksOf(db: Database, references: readonly string[]): Promise<NamedStack[]> {
  if (references.length === 0) return [];
  return db
    .selectDistinct({ reference: layerStacks.reference, chainId: layerStacks.chainId })
    .from(layerStacks)
    .where(sql`${layerStacks.reference} = any(${sql.param([...references])}::text[])`);
}

/** The tracked images whose search for a base by layers would now find one of these stacks. */
export async function findImagesAwaiting(
  db: Database,
  chains: readonly string[],
): Promise<{ readonly id: string; readonly registry: string }[]> {
  if (chains.length === 0) return [];
  const keys = chains.map((chain) => String(stackKey(chain)));
  return db
    .select({ id: images.id, registry: images.registry })
    .from(images)
    .where(sql`${images.askedStacks} && ${sql.param(keys)}::bigint[]`);
}
