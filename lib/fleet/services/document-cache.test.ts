import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { asStatement } from '#lib/judging/sources/parse-document.ts';
import type { Documents } from '#lib/judging/sources/sources.ts';
import { digestOf } from '#lib/oci/compute-digest.ts';
import type { Digest } from '#lib/oci/digest.ts';
import { parseReference } from '#lib/oci/reference.ts';
import { RegistryError, type RegistryErrorKind } from '#lib/registry/errors.ts';
import { readDocument } from '#lib/store/registries/documents.ts';
import { documents as rows } from '#lib/store/schema/registry-facts.ts';
import { forgetDocuments } from '../images/delete-old-documents.ts';
import { countedDatabase, fleetTests, type TestFleet } from '../testing.ts';
import { createDocumentCache } from './document-cache.ts';

const openFleet = fleetTests();
const HERE = parseReference('registry.test/here:1');
const THERE = parseReference('registry.test/there:1');
const text = (n: number) => JSON.stringify({ n });

/** What a repository answers, and how often it was asked. */
class Source {
  asked = 0;
  trouble: RegistryErrorKind | undefined;
  code = 'X';

  obtain(cache: Documents, content: string, repository = HERE, retryAbsent = false) {
    const digest: Digest = digestOf(content);
    const fetch = async () => {
      this.asked += 1;
      await sleep(5);
      if (this.trouble !== undefined) throw failure(this.trouble, this.code);
      return { digest, mediaType: 'application/json', bytes: new TextEncoder().encode(content) };
    };
    return cache.obtain({ repository, digest }, { parse: asStatement, fetch, retryAbsent });
  }
}

function failure(kind: RegistryErrorKind, code: string): RegistryError {
  const facts = {
    host: 'registry.test',
    operation: 'get-blob',
    reference: 'registry.test/here',
    code,
  } as const;
  return new RegistryError({ kind, problem: 'it was told to', ...facts });
}

describe('a document', () => {
  it('is fetched once, however many want it at the same time, and never again by anybody', async () => {
    await using fleet = await openFleet();
    const { documents } = fleet.context;
    const source = new Source();
    const all = await Promise.all(Array.from({ length: 20 }, () => source.obtain(documents, text(1))));
    expect(new Set(all.map((document) => JSON.stringify(document)))).toEqual(
      new Set(['{"statement":{"n":1}}']),
    );
    await source.obtain(documents, text(1));
    await source.obtain(documents, text(1), THERE);
    await documents.written();
    await source.obtain(fleet.restarted().documents, text(1));
    expect(source.asked).toBe(1);
  });

  it('that is absent is asked for again after a day, or on purpose, or in another repository', async () => {
    await using fleet = await openFleet();
    const { documents } = fleet.context;
    const source = new Source();
    source.trouble = 'not-found';
    const ask = (repository = HERE, retryAbsent = false) =>
      source.obtain(documents, text(1), repository, retryAbsent);
    expect(await Promise.all([ask(), ask()])).toEqual([undefined, undefined]);
    expect(source.asked).toBe(1);
    expect([await ask(), source.asked]).toEqual([undefined, 1]);
    expect([await ask(THERE), source.asked]).toEqual([undefined, 2]);
    expect([await ask(HERE, true), source.asked]).toEqual([undefined, 3]);
    fleet.pass(25 * 3600);
    source.trouble = undefined;
    expect([await ask(), source.asked]).toEqual([{ statement: { n: 1 } }, 4]);
  });

  it('that could not be had is asked for again at once, and whoever waited hears why', async () => {
    await using fleet = await openFleet();
    const { documents } = fleet.context;
    const source = new Source();
    source.trouble = 'rate-limited';
    const failed = await Promise.allSettled([
      source.obtain(documents, text(1)),
      source.obtain(documents, text(1)),
    ]);
    expect(failed.map((each) => each.status === 'rejected' && each.reason.kind)).toEqual([
      'rate-limited',
      'rate-limited',
    ]);
    source.trouble = undefined;
    expect(await source.obtain(documents, text(1))).toEqual({ statement: { n: 1 } });
    expect(source.asked).toBe(2);
  });

  it('costs the database two questions for a whole batch: what is known, and what is absent', async () => {
    await using fleet = await openFleet();
    const source = new Source();
    source.trouble = 'not-found';
    await Promise.all(Array.from({ length: 100 }, (_, n) => source.obtain(fleet.context.documents, text(n))));
    await using database = await countedDatabase(fleet);
    const cache = createDocumentCache(database.db, fleet.context.clock);
    const before = source.asked;
    const all = await Promise.all(Array.from({ length: 100 }, (_, n) => source.obtain(cache, text(n))));
    expect(new Set(all)).toEqual(new Set([undefined]));
    expect([source.asked - before, database.queries()]).toEqual([0, 2]);
  });
});

describe('a document that only a passing look fetched', () => {
  const DAY = 24 * 3600;
  const stored = async ({ context }: TestFleet, content: string) =>
    (await readDocument(context.db, digestOf(content))) !== undefined;

  it('is deleted after a day', async () => {
    await using fleet = await openFleet();
    const { documents } = fleet.context;
    await new Source().obtain(documents.passing(), text(1));
    await documents.written();
    await forgetDocuments(fleet.context);
    expect(await stored(fleet, text(1))).toBe(true);
    fleet.pass(DAY + 1);
    await forgetDocuments(fleet.context);
    expect(await stored(fleet, text(1))).toBe(false);
  });

  it('stays where something that lasts needs it before, though no registry is asked again', async () => {
    await using fleet = await openFleet();
    const source = new Source();
    await source.obtain(fleet.context.documents.passing(), text(1));
    await fleet.context.documents.written();
    for (const { documents } of [fleet.context, fleet.restarted()]) await source.obtain(documents, text(1));
    expect(source.asked).toBe(1);
    fleet.pass(DAY + 1);
    await forgetDocuments(fleet.context);
    expect(await stored(fleet, text(1))).toBe(true);
  });

  it('is fetched again where it was deleted and something that lasts needs it, whatever is in memory', async () => {
    await using fleet = await openFleet();
    const { documents } = fleet.context;
    const source = new Source();
    await source.obtain(documents.passing(), text(1));
    await documents.written();
    fleet.pass(DAY + 1);
    await forgetDocuments(fleet.context);
    expect(await source.obtain(documents, text(1))).toEqual({ statement: { n: 1 } });
    await documents.written();
    expect([source.asked, await stored(fleet, text(1))]).toEqual([2, true]);
  });

  it('does not make one that is kept already expire', async () => {
    await using fleet = await openFleet();
    await new Source().obtain(fleet.context.documents, text(1));
    await fleet.context.documents.written();
    await new Source().obtain(fleet.restarted().documents.passing(), text(1));
    fleet.pass(DAY + 1);
    await forgetDocuments(fleet.context);
    expect(await stored(fleet, text(1))).toBe(true);
  });

  it('is not stored where it is large, and of one look only so much is', async () => {
    await using fleet = await openFleet();
    const { documents } = fleet.context;
    const passing = documents.passing();
    const large = JSON.stringify({ large: 'x'.repeat(300 * 1024) });
    expect(await new Source().obtain(passing, large)).toBeDefined();
    for (let n = 0; n < 40; n += 1)
      await new Source().obtain(passing, JSON.stringify({ n, some: 'x'.repeat(200 * 1024) }));
    await documents.written();
    const [row] = await fleet.context.db.select({ bytes: sql<string>`sum(octet_length(bytes))` }).from(rows);
    expect(await stored(fleet, large)).toBe(false);
    expect(Number(row?.bytes)).toBeGreaterThan(3 * 1024 * 1024);
    expect(Number(row?.bytes)).toBeLessThanOrEqual(4 * 1024 * 1024);
  });
});

it('a look that was given up does not fail those who want the same document', async () => {
  await using fleet = await openFleet();
  const { documents } = fleet.context;
  const first = new Source();
  first.code = 'ABORTED';
  first.trouble = 'aborted';
  const second = new Source();
  const [gaveUp, other] = await Promise.allSettled([
    first.obtain(documents, text(1)),
    second.obtain(documents, text(1)),
  ]);
  expect(gaveUp.status).toBe('rejected');
  expect(other).toEqual({ status: 'fulfilled', value: { statement: { n: 1 } } });
});
