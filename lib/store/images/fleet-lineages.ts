import { asc, gt, sql } from 'drizzle-orm';
import type { Mentioned } from '#lib/lineage/filter/filter-match.ts';
import type { Lineage } from '#lib/lineage/verdict/lineage.ts';
import type { Database } from '../database/database.ts';
import { storedLineage } from '../database/stored-verdict.ts';
import { images } from '../schema/images.ts';
import { fleetAt } from './fleet-at.ts';
import { mentionedOf } from './mention-sql.ts';

/** A tracked image with its verdict without evidence, for drawing the fleet. */
export interface FleetMember {
  readonly imageId: string;
  /** Fully qualified. */
  readonly reference: string;
  readonly sample: boolean;
  readonly public: boolean;
  /** Now, for a past time too. */
  readonly snoozed: boolean;
  /** What sources say now, for a past time too. */
  readonly mentioned: Mentioned;
  readonly owner: string | null;
  readonly behindSince: Date | null;
  /** Null before its first scan. */
  readonly lineage: Lineage | null;
}

/** Verdicts per query, to bound memory for fleets of any size. */
const PAGE = 500;

/** Every tracked image with its verdict, now or as it was at a time, ordered by id. */
export async function* readFleet(db: Database, at?: Date): AsyncGenerator<FleetMember> {
  let last: string | undefined;
  for (;;) {
    const rows = await db
      .select({
        imageId: images.id,
        reference: images.reference,
        sample: images.sample,
        public: images.public,
        snoozed: at === undefined ? sql<boolean>`${images.holdId} is not null` : sql<boolean>`images.snoozed`,
        mentioned: mentionedOf(images.reference),
        owner: images.owner,
        behindSince: images.behindSince,
        lineage: sql<unknown>`(
          select lineage || jsonb_build_object('links', (
            select coalesce(jsonb_agg(case when link -> 'base' = 'null'::jsonb then link
              else jsonb_set(link, '{base,evidence}', '[]') end order by place), '[]')
            from jsonb_array_elements(lineage -> 'links') with ordinality as links(link, place)))
          from verdicts where verdicts.id = images.verdict_id)`,
      })
      .from(fleetAt(at))
      .where(last === undefined ? undefined : gt(images.id, last))
      .orderBy(asc(images.id))
      .limit(PAGE);
    for (const { lineage, ...member } of rows)
      yield { ...member, lineage: lineage === null ? null : storedLineage(lineage) };
    if (rows.length < PAGE) return;
    last = rows.at(-1)?.imageId;
  }
}
