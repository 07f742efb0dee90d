import { sql } from 'drizzle-orm';
import type { Digest } from '#lib/oci/digest.ts';
import type { Database } from '../database/database.ts';
import { escapeLike } from '../database/like-pattern.ts';

/** When checks first and last saw a tag have a digest. */
export interface DigestAge {
  readonly digest: Digest;
  readonly firstSeen: Date;
  readonly lastSeen: Date;
}

/** More tags of one repository than a list can use. */
const MOST_RELEASES = 2000;

/** The age of a tag's digest, or of the one that it has now; `undefined` if no check saw it. */
export async function readDigestAge(
  db: Database,
  tag: string,
  digest: Digest | undefined,
): Promise<DigestAge | undefined> {
  const [age] = await readAges(
    db,
    sql`o.tag = ${tag}`,
    digest === undefined ? sql`latest.digest` : sql`${digest}`,
  );
  return age;
}

/** The tags with this start of their name, or one of them, with the digest that each has now: oldest digests first. */
export function readCurrentDigests(
  db: Database,
  start: string,
  tag: string | undefined,
): Promise<(DigestAge & { readonly reference: string })[]> {
  const which = tag === undefined ? sql`o.tag like ${`${escapeLike(start)}%`}` : sql`o.tag = ${start + tag}`;
  return readAges(db, which, sql`latest.digest`);
}

async function readAges(db: Database, which: ReturnType<typeof sql>, digest: ReturnType<typeof sql>) {
  const { rows } = await db.execute<{ reference: string; digest: Digest; first: string; last: string }>(sql`
    with latest as (
      select distinct on (o.tag) o.tag, o.digest from observations o where ${which} order by o.tag, o.first_seen desc
    )
    select latest.tag as reference, o.digest, min(o.first_seen) as first, max(o.last_seen) as last
    from latest join observations o on o.tag = latest.tag and o.digest = ${digest}
    group by latest.tag, o.digest
    order by first, reference
    limit ${MOST_RELEASES}`);
  return rows.map(({ reference, digest, first, last }) => ({
    ...{ reference, digest },
    firstSeen: new Date(first),
    lastSeen: new Date(last),
  }));
}
