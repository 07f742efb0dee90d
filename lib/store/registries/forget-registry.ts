import { eq, like } from 'drizzle-orm';
import type { Database } from '../database/database.ts';
import { escapeLike } from '../database/like-pattern.ts';
import { absences, layerStacks, observations } from '../schema/registry-facts.ts';
import { tags } from '../schema/tags.ts';

/** Deletes all observations, layers, absences and scheduled tags of a host. Only for registries that run in this process. */
export async function forgetRegistry(db: Database, host: string): Promise<void> {
  const below = `${escapeLike(host)}/%`;
  await db.transaction(async (transaction) => {
    await transaction.delete(tags).where(eq(tags.registry, host));
    await transaction.delete(observations).where(like(observations.tag, below));
    await transaction.delete(layerStacks).where(like(layerStacks.reference, below));
    await transaction.delete(absences).where(like(absences.repository, below));
  });
}
