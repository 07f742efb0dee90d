import { count, eq, sql } from 'drizzle-orm';
import type { Database } from '../database/database.ts';
import { escapeLike } from '../database/like-pattern.ts';
import { declaredBases } from '../schema/declared-bases.ts';
import { images } from '../schema/images.ts';
import { VERDICT_NAMES } from '../tags/verdict-names.ts';

/** A base that somebody declared for an image, or for every tag of a repository. */
export type StoredDeclaredBase = typeof declaredBases.$inferSelect;

/** All declared bases, by image. */
export async function listDeclaredBases(db: Database): Promise<StoredDeclaredBase[]> {
  return db.select().from(declaredBases).orderBy(declaredBases.image);
}

/** Keeps others from declaring bases until the transaction ends, so that the limit holds. */
export async function lockDeclaredBases(transaction: Database): Promise<void> {
  await transaction.execute(sql`lock table declared_bases in share row exclusive mode`);
}

/** How many bases are declared. */
export async function countDeclaredBases(db: Database): Promise<number> {
  const [row] = await db.select({ count: count() }).from(declaredBases);
  return row?.count ?? 0;
}

/** Stores a declared base. */
export async function insertDeclaredBase(
  transaction: Database,
  declared: Omit<StoredDeclaredBase, 'id'>,
): Promise<StoredDeclaredBase> {
  const [row] = await transaction.insert(declaredBases).values(declared).returning();
  if (row === undefined) throw new Error('the declared base was not stored');
  return row;
}

/** Removes a declared base by its id, or that of an image; `undefined` if there is none. */
export async function deleteDeclaredBase(
  transaction: Database,
  which: { readonly id: string } | { readonly image: string },
): Promise<StoredDeclaredBase | undefined> {
  const [row] = await transaction
    .delete(declaredBases)
    .where('id' in which ? eq(declaredBases.id, which.id) : eq(declaredBases.image, which.image))
    .returning();
  return row;
}

/**
 * The tracked images whose verdict may change with the base that is declared for `image`: those that it names, and
 * those with one of them in their base chain. `image` is one tag, or a repository.
 */
export async function selectImagesOn(
  db: Database,
  { image, isRepository }: { readonly image: string; readonly isRepository: boolean },
): Promise<{ readonly id: string; readonly registry: string }[]> {
  const patterns = (isRepository ? [':', '@'] : ['@']).map((next) => `${escapeLike(image)}${next}%`);
  const isNamed = sql`(name = ${image} or name like any(${sql.param(patterns)}::text[]))`;
  return db
    .select({ id: images.id, registry: images.registry })
    .from(images)
    .where(sql`exists (select from ${VERDICT_NAMES} as name where ${isNamed})`)
    .orderBy(images.registry, images.reference);
}
