import { sql } from 'drizzle-orm';
import pg from 'pg';
import { expect, it } from 'vitest';
import { fingerprintOf } from '#lib/lineage/verdict/fingerprint.ts';
import type { Lineage } from '#lib/lineage/verdict/lineage.ts';
import { describeFinding, describeLineage } from '#lib/lineage/words/described-lineage.ts';
import { openDatabase } from '#lib/store/upgrades/open-database.ts';
import { fillWithOldFleet } from '#lib/store/upgrades/testing-old-fleet.ts';
import { getImage } from '../images/list-images.ts';
import { fleetTests, SLOW, type TestFleet } from '../testing.ts';
import { scanImages } from './scan-images.ts';

const openFleet = fleetTests();

interface Row {
  readonly [column: string]: unknown;
  readonly id: string;
  readonly reference: string;
  readonly fingerprint: string;
  readonly lineage: Lineage;
}

async function verdictsOf({ context }: TestFleet, sample = false): Promise<Row[]> {
  const { rows } = await context.db.execute<Row>(sql`
    select verdicts.id, reference, fingerprint, lineage from verdicts join images on images.id = image_id
    where sample or not ${sample} order by seq`);
  return rows;
}

const SENTENCES: ReadonlySet<string> = new Set(['summary', 'reason', 'note', 'newerTagReason', 'problem']);

/** A document of a verdict without its words: where it has a sentence, but not which. Codes are newer than the dump. */
function factsOf(described: unknown): unknown {
  return JSON.parse(
    JSON.stringify(described, (key, value) => {
      if (key === 'reasonCode') return undefined;
      return SENTENCES.has(key) && typeof value === 'string' ? 'a sentence' : value;
    }),
  );
}

/** The digests that a verdict is about: of each image of its chain, and of each base's tag. */
function contentOf({ links }: Lineage) {
  return links.map(({ digest, base }) => [digest, base?.currentDigest ?? null]);
}

/** The texts that a verdict keeps because no reason was recognised in them. */
function statedTexts(lineage: unknown): string[] {
  return [...JSON.stringify(lineage).matchAll(/\{"kind":"stated","text":("(?:[^"\\]|\\.)*")/g)].map(
    ([, text = '""']) => JSON.parse(text),
  );
}

it(
  'verdicts of the version before keep their facts, and the first scan finds no changed verdict',
  async () => {
    const before: { verdicts: Row[]; images: { id: string; summary: string; status: string }[] } = {
      verdicts: [],
      images: [],
    };
    await using fleet = await openFleet({
      prepare: async (url) => {
        await fillWithOldFleet(url);
        const client = new pg.Client({ connectionString: url });
        await client.connect();
        before.verdicts = (await client.query('select id, lineage from verdicts order by seq')).rows;
        before.images = (await client.query('select id, summary, status from images')).rows;
        await client.end();
      },
    });
    const { context } = fleet;

    const upgraded = await verdictsOf(fleet);
    expect(upgraded).toHaveLength(before.verdicts.length);
    for (const [index, { id, lineage }] of upgraded.entries()) {
      expect(lineage.version).toBe(1);
      const old = before.verdicts[index];
      expect({ id, lineage: factsOf(describeLineage(lineage)) }).toEqual({
        id: old?.id,
        lineage: factsOf(old?.lineage),
      });
      // A sentence that was not recognised is kept word by word.
      const words = JSON.stringify(old?.lineage).toLowerCase();
      for (const text of statedTexts(lineage)) {
        expect(words).toContain(JSON.stringify(text).slice(1, -1).replace(/\.$/, '').toLowerCase());
      }
    }
    for (const { id, summary, status } of before.images) {
      const image = await getImage(context, id);
      expect(image.status).toBe(status);
      expect(describeFinding(image).summary === '').toBe(summary === '');
    }

    const sample = await verdictsOf(fleet, true);
    expect(sample.length).toBeGreaterThan(15);
    // Every sentence of the sample fleet was recognised.
    expect(JSON.stringify(sample)).not.toContain('"stated"');

    // Otherwise a scan would only look whether their tags moved.
    await context.db.execute(sql`update verdicts set inputs = null`);
    await scanImages(context, 'is:sample');
    await fleet.runJobs();
    const heard = await fleet.settle();
    const rows = await verdictsOf(fleet, true);
    const known = new Set(sample.map(({ id }) => id));
    // The sample's registry has changed since the dump: only an image with other content has another verdict.
    const added = rows.filter(({ id }) => !known.has(id));
    for (const { reference, lineage } of added) {
      const last = sample.findLast((each) => each.reference === reference);
      expect(contentOf(lineage), reference).not.toEqual(last && contentOf(last.lineage));
    }
    const changed = added.map(({ reference }) => reference);
    expect(heard.flatMap((event) => (event.type === 'verdict' ? [event.reference] : [])).sort()).toEqual(
      changed.sort(),
    );
    expect(new Set(sample.map(({ reference }) => reference)).size - changed.length).toBeGreaterThan(7);
    const scanned = rows.filter(({ id }) => known.has(id));
    expect(scanned.map(({ id, lineage }) => ({ id, told: describeLineage(lineage) }))).toEqual(
      sample.map(({ id, lineage }) => ({
        id,
        told: { ...describeLineage(lineage), checkedAt: expect.any(String) },
      })),
    );
    const current = await context.db.execute<Row>(sql`
      select verdicts.id, fingerprint, lineage from images join verdicts on verdicts.id = verdict_id where sample`);
    for (const { fingerprint, lineage } of current.rows) expect(fingerprint).toBe(fingerprintOf(lineage));
  },
  2 * SLOW,
);

it(
  'opening it again changes nothing; frozen reports stay what they were',
  async () => {
    let report = '';
    await using fleet = await openFleet({
      prepare: async (url) => {
        await fillWithOldFleet(url);
        const client = new pg.Client({ connectionString: url });
        await client.connect();
        report = (await client.query('select content from reports')).rows[0].content;
        await client.end();
      },
    });
    const upgraded = await verdictsOf(fleet);
    await (await openDatabase(fleet.url)).close();
    expect(await verdictsOf(fleet)).toEqual(upgraded);
    const { rows } = await fleet.context.db.execute<{ content: string }>(sql`select content from reports`);
    expect(rows).toEqual([{ content: report }]);
    expect(report).toContain('"summary"');
  },
  2 * SLOW,
);
