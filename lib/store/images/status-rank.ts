import { type SQL, sql } from 'drizzle-orm';
import { WORST_FIRST } from '#lib/lineage/vocabulary/status.ts';
import { images } from '../schema/images.ts';

/** A tracked image's place by its status, 1 for the worst. */
export const STATUS_RANK: SQL<number> = sql`array_position(${sql.param([...WORST_FIRST])}::text[], ${images.status})`;
