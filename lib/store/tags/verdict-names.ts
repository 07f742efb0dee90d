import { sql } from 'drizzle-orm';
import { images } from '../schema/images.ts';

/** Every name that an image's verdict is about, as rows: its own, and those of all its bases. */
export const VERDICT_NAMES = sql`unnest(${images.ancestors} || ${images.baseName} || ${images.reference})`;
