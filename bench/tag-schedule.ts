// How many requests does a fleet of 10,000 images on 500 bases cost per hour, tag by tag, compared with a scan of everything
// every hour? And how long does it take until 10,000 images are judged again because their base moved, compared with a scan
// of the same images right after it? `--short` is with 1,000 images.

import { sql } from 'drizzle-orm';
import type { FleetContext } from '#lib/fleet/context.ts';
import { trackImages } from '#lib/fleet/images/track-images.ts';
import { scanImages } from '#lib/fleet/scan/scan-images.ts';
import { checkSoon } from '#lib/fleet/schedule/check-soon.ts';
import { planTags } from '#lib/fleet/schedule/plan-tags.ts';
import { startRuntime } from '#lib/jobs/runtime/runtime.ts';
import { openWorkshop } from '#lib/jobs/testing.ts';
import { parseReference } from '#lib/oci/reference.ts';
import { createRegistry } from '#lib/registry/client.ts';
import type { Database } from '#lib/store/database/database.ts';
import { moveBase, pushFleet } from './fleet.ts';
import { report, seconds } from './measure.ts';
import { startRegistryProcess } from './registry-process.ts';

const IMAGES = process.argv.includes('--short') ? 1000 : 10_000;
const BASES = IMAGES / 20;
const HOUR = 3600;

/** Tags as of a fleet that has been tracked for months: a tenth moved within a week, a third are settled versions. */
async function fill(db: Database): Promise<void> {
  await db.execute(sql`
    insert into images (reference, registry, repository, added_at)
    select 'r.test/app-' || n || case when n % 3 = 0 then ':1.2' else ':main' end, 'r.test', 'app-' || n, now()
    from generate_series(1, ${IMAGES}) n`);
  await db.execute(sql`
    insert into verdict_inputs (tag, image_id, digest, own, complete)
    select reference, id, 'd', true, true from images
    union all select 'r.test/base-' || row_number() over () % ${BASES} || ':1', id, 'd', false, true from images`);
  await db.execute(sql`
    insert into tags (reference, registry, repository, digest, look, asked_at, since)
    select tag, 'r.test', split_part(substr(tag, 8), ':', 1), 'd', 1, now(), now() - interval '1 day' *
      case when row_number() over (order by md5(tag)) % 10 = 0 then 3 when tag like '%:1.2' then 200 else 40 end
    from (select distinct tag from verdict_inputs) inputs`);
}

async function requestsPerHour(context: FleetContext): Promise<void> {
  await fill(context.db);
  await planTags(context, HOUR);
  const { rows } = await context.db.execute<{ tier: string; tags: number; hourly: number }>(sql`
    select tier, count(*)::int as tags, sum(3600.0 / interval_seconds)::float8 as hourly from tags group by tier order by 1`);
  const sum = rows.reduce((all, { hourly }) => all + hourly, 0);
  const tiers = rows.map(({ tier, tags, hourly }) => `${tier} ${Math.round(hourly)} (${tags} tags)`);
  report(`requests per hour by tag: ${Math.round(sum)} (${tiers.join(', ')})`);
  report(
    `a scan of everything every hour: ${IMAGES + BASES}; ${((IMAGES + BASES) / sum).toFixed(1)} times as many`,
  );
  await context.db.execute(sql`delete from images`);
  await context.db.execute(sql`delete from tags`);
}

/** Resolves when as many images have this status. */
async function until(db: Database, status: string, count: number): Promise<void> {
  for (let found = -1; found !== count; ) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    const { rows } = await db.execute<{ found: number }>(
      sql`select count(*)::int as found from images where status = ${status}`,
    );
    found = rows[0]?.found ?? 0;
  }
}

/** Resolves when no scan is under way. */
async function idle(db: Database): Promise<void> {
  for (let open = -1; open !== 0; ) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    const { rows } = await db.execute<{ open: number }>(
      sql`select count(*)::int as open from scans where finished_at is null`,
    );
    open = rows[0]?.open ?? 0;
  }
}

const registry = await startRegistryProcess();
const client = createRegistry({ registries: [{ host: registry.host, plainHttp: true }] });
await using workshop = openWorkshop();
let heads = 0;
const runtime = await startRuntime(workshop.config([registry.host]), ({ method }) => {
  if (method === 'HEAD') heads += 1;
});
try {
  const { context } = runtime;
  await requestsPerHour(context);
  const fleet = await pushFleet(client, registry.host, { images: IMAGES, bases: 1 });
  const base = fleet.bases[0] ?? '';
  const first = await seconds(async () => {
    await trackImages(context, fleet.images, false);
    await until(context.db, 'up-to-date', IMAGES);
    await idle(context.db);
  });
  report(`first scan of ${IMAGES} images on one base: ${first.toFixed(1)} s`);
  heads = 0;
  await moveBase(client, base);
  const again = await seconds(async () => {
    await checkSoon(context, [parseReference(base)]);
    await until(context.db, 'stale', IMAGES);
  });
  report(
    `its base moved: ${IMAGES} images judged again in ${again.toFixed(1)} s with ${heads} HEAD (goal: 20 s, 1 HEAD)`,
  );
  heads = 0;
  const scan = await seconds(async () => {
    await scanImages(context, undefined);
    await idle(context.db);
  });
  report(`a scan of the same images, nothing to judge: ${scan.toFixed(1)} s with ${heads} HEADs`);
} finally {
  await runtime.stop();
  await client.close();
  await registry.stop();
}
