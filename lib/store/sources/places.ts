import { asc, eq } from 'drizzle-orm';
import type { Mention } from '#lib/sources/mention.ts';
import type { SourceKind } from '#lib/sources/source-kind.ts';
import type { Database } from '../database/database.ts';
import { mentions, sources } from '../schema/sources.ts';

/** One place that mentions an image. */
export interface StoredPlace {
  readonly source: { readonly id: string; readonly name: string; readonly kind: SourceKind };
  /** When the source was heard last, and when it counts as silent. */
  readonly posts: Pick<typeof sources.$inferSelect, 'silentAt' | 'heardAt' | 'createdAt'>;
  readonly kind: Mention['kind'];
  readonly place: Mention['place'];
  readonly digest: string | null;
  readonly firstSeen: Date;
  readonly lastSeen: Date;
  readonly goneSince: Date | null;
}

/** Every place that mentions an image, by source. */
export async function placesOf(db: Database, reference: string): Promise<StoredPlace[]> {
  return db
    .select({
      source: { id: sources.id, name: sources.name, kind: sources.kind },
      posts: { silentAt: sources.silentAt, heardAt: sources.heardAt, createdAt: sources.createdAt },
      kind: mentions.kind,
      place: mentions.place,
      digest: mentions.digest,
      firstSeen: mentions.firstSeen,
      lastSeen: mentions.lastSeen,
      goneSince: mentions.goneSince,
    })
    .from(mentions)
    .innerJoin(sources, eq(sources.id, mentions.sourceId))
    .where(eq(mentions.reference, reference))
    .orderBy(asc(sources.name), asc(mentions.kind), asc(mentions.key));
}
