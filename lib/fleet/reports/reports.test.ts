import { sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { principal } from '#lib/access/roles.ts';
import { parseStoredReport } from '#lib/reports/content/stored-report.ts';
import { reportCsv } from '#lib/reports/csv/report-csv.ts';
import { reportPage } from '#lib/reports/html/report-page.ts';
import { reportMarkdown } from '#lib/reports/markdown/report-markdown.ts';
import { reportGraphSvg } from '#lib/reports/pictures/report-pictures.ts';
import { NotFoundError } from '../errors.ts';
import { summariseFleet } from '../images/fleet-summary.ts';
import { trackImages } from '../images/track-images.ts';
import { scanImages } from '../scan/scan-images.ts';
import { countedDatabase, fleetTests, type TestFleet } from '../testing.ts';
import { pushOn } from '../testing-images.ts';
import { makeReport, ReportExpiryError } from './make-report.ts';
import { endReport, getReports, noteReportView } from './manage-reports.ts';
import { openReport } from './read-report.ts';
import type { ReportRequest } from './report-content.ts';

/** The text of a report by its link's id; `undefined` where none can be read. */
async function readReport(context: Parameters<typeof openReport>[0], id: string) {
  return (await openReport(context, id))?.text();
}

const openFleet = fleetTests();
const WEEK = 7 * 24 * 3600;
const ADMIN = principal('ada', 'admin');
const OPERATOR = principal('otto', 'operator');

const asked = (changes: Partial<ReportRequest> = {}): ReportRequest => ({
  title: 'Our bases',
  note: null,
  madeBy: OPERATOR.name,
  filter: '',
  live: false,
  expiresAt: null,
  staleDays: null,
  ...changes,
});

/** os ← runtime ← shop and bank; all but the bases are tracked and checked. */
async function smallFleet(fleet: TestFleet) {
  const os = await pushOn(fleet.registry, 'os:1');
  const runtime = await pushOn(fleet.registry, 'runtime:1', os);
  const shop = await pushOn(fleet.registry, 'shop/app:1', runtime);
  const bank = await pushOn(fleet.registry, 'bank/secret:1', runtime);
  await trackImages(fleet.context, [shop.reference, bank.reference], true);
  await fleet.runJobs();
  return { os, runtime, shop, bank };
}

/** The runtime's tag moves, and every image is checked again. */
async function moveRuntime(
  fleet: TestFleet,
  os: Awaited<ReturnType<typeof smallFleet>>['os'],
  words: string,
) {
  await pushOn(fleet.registry, 'runtime:1', os, words);
  await scanImages(fleet.context, undefined);
  await fleet.runJobs();
}

async function open(fleet: TestFleet, id: string) {
  const text = await readReport(fleet.context, id);
  if (text === undefined) throw new Error('expected a report');
  return { text, content: parseStoredReport(text) };
}

/** Every way of reading a report, as bytes. */
function renderings(text: string): string[] {
  const content = parseStoredReport(text);
  const address = { origin: 'https://baseboard.example.com', id: 'x' };
  return [
    text,
    reportPage(content, address),
    reportCsv(content),
    reportMarkdown(content),
    reportGraphSvg(content, 'light'),
  ];
}

describe('a frozen report', () => {
  it('is byte-identical a week and three base moves later', async () => {
    await using fleet = await openFleet();
    const { os } = await smallFleet(fleet);
    fleet.pass(60);
    await moveRuntime(fleet, os, 'runtime moved');
    const { id } = await makeReport(fleet.context, asked({ note: 'For the audit.' }));
    const before = renderings((await open(fleet, id)).text);
    for (const move of ['first', 'second', 'third']) {
      fleet.pass(WEEK / 3);
      await moveRuntime(fleet, os, move);
    }
    const after = await readReport(fleet.restarted(), id);
    expect(renderings(after ?? '')).toEqual(before);
    const { id: later } = await makeReport(fleet.context, asked());
    expect(renderings((await open(fleet, later)).text)).not.toEqual(before);
  });

  it('holds each image with what to do and all its evidence', async () => {
    await using fleet = await openFleet();
    const { os, runtime, shop } = await smallFleet(fleet);
    fleet.pass(60);
    await moveRuntime(fleet, os, 'runtime moved');
    const { id } = await makeReport(fleet.context, asked({ filter: 'repo:shop/*' }));
    const { content } = await open(fleet, id);
    expect(content).toMatchObject({
      scope: 'part',
      madeBy: 'otto',
      summary: {
        total: 1,
        byStatus: { stale: 1, 'up-to-date': 0 },
        bases: [{ name: runtime.reference, stale: 1, images: 1 }],
        advice: { bases: [runtime.reference], fixes: 1, stale: 1 },
      },
      omitted: 0,
    });
    const [image] = content.images;
    expect(image).toMatchObject({
      reference: shop.reference,
      action: 'rebase',
      baseDigest: runtime.digest,
      behindSince: expect.any(String),
    });
    expect(image?.lineage?.links[0]?.base?.evidence).toMatchObject([
      { kind: 'annotation', name: runtime.reference, digest: runtime.digest },
    ]);
    expect(content.graph.edges.map(({ source, target }) => [source, target])).toEqual([
      [runtime.reference, os.reference],
      [shop.reference, runtime.reference],
    ]);
  });

  it('counts the images over its limit, and never one of which it is not known as within it', async () => {
    await using fleet = await openFleet();
    const { os } = await smallFleet(fleet);
    fleet.pass(60);
    await moveRuntime(fleet, os, 'runtime moved');
    fleet.pass(8 * 24 * 3600);
    const unchecked = await pushOn(fleet.registry, 'new:1');
    await trackImages(fleet.context, [unchecked.reference], true);
    const slaOf = async (staleDays: number | null) =>
      (await open(fleet, (await makeReport(fleet.context, asked({ staleDays }))).id)).content.summary.sla;
    expect(await slaOf(7)).toEqual({ staleDays: 7, overdue: 2, notKnown: 1 });
    expect(await slaOf(9)).toEqual({ staleDays: 9, overdue: 0, notKnown: 1 });
    expect(await slaOf(null)).toBeUndefined();
    const summary = await summariseFleet(fleet.context, '', undefined, { staleDays: 7 });
    expect(summary.sla).toEqual({ staleDays: 7, overdue: 2, notKnown: 1 });
    expect((await summariseFleet(fleet.context, '')).sla).toBeNull();
  });

  it('tells nothing of an image outside its filter, not even that it counts', async () => {
    await using fleet = await openFleet();
    const { runtime, bank } = await smallFleet(fleet);
    const whole = await open(fleet, (await makeReport(fleet.context, asked())).id);
    expect(whole.text).toContain(bank.reference);
    const degree = ({ content }: typeof whole) =>
      content.graph.nodes.find(({ id }) => id === runtime.reference)?.dependents;
    expect(degree(whole)).toBe(2);
    const part = await open(
      fleet,
      (await makeReport(fleet.context, asked({ filter: '-repo:bank/secret' }))).id,
    );
    for (const text of renderings(part.text)) expect(text).not.toContain('bank/secret');
    expect(degree(part)).toBe(1);
  });

  it('reports images that no scan has checked, and an empty fleet', async () => {
    await using fleet = await openFleet();
    const app = await pushOn(fleet.registry, 'app:1');
    const empty = await open(fleet, (await makeReport(fleet.context, asked())).id);
    expect(empty.content).toMatchObject({
      images: [],
      graph: { nodes: [], edges: [] },
      summary: { total: 0, advice: null },
    });
    expect(renderings(empty.text)).toHaveLength(5);
    await trackImages(fleet.context, [app.reference], true);
    const { content } = await open(fleet, (await makeReport(fleet.context, asked())).id);
    expect(content.images).toMatchObject([{ status: 'pending', action: 'wait', lineage: null }]);
  });
});

describe('a live report', () => {
  it('is made anew from the same filter at each reading', async () => {
    await using fleet = await openFleet();
    const { os, shop } = await smallFleet(fleet);
    const { id } = await makeReport(fleet.context, asked({ live: true, filter: 'repo:shop/*' }));
    expect((await open(fleet, id)).content).toMatchObject({ live: true, images: [{ status: 'up-to-date' }] });
    fleet.pass(60);
    await moveRuntime(fleet, os, 'runtime moved');
    const [one, other] = await Promise.all([open(fleet, id), open(fleet, id)]);
    expect(one.content.images).toMatchObject([{ reference: shop.reference, status: 'stale' }]);
    expect(other.text).toBe(one.text);
  });
});

it('a live report that cannot be made any more says so to the log alone', async () => {
  await using fleet = await openFleet();
  const { id } = await makeReport(fleet.context, asked({ live: true, filter: 'repo:payroll' }));
  await fleet.context.db.execute(sql`update reports set filter = 'payroll:x' where id = ${id}`);
  const failure = await readReport(fleet.context, id).catch((error: Error) => error);
  expect(failure).toMatchObject({ name: 'Error', message: 'a live report could not be made' });
  expect(String(failure)).not.toContain('payroll');
});

describe('a link', () => {
  it('has 144 random bits, and leads nowhere once it is over', async () => {
    await using fleet = await openFleet();
    const { clock } = fleet.context;
    const { id: lasting } = await makeReport(fleet.context, asked());
    const end = new Date(clock().getTime() + 3600_000);
    const { id: expiring } = await makeReport(fleet.context, asked({ expiresAt: end }));
    const { id: revoked } = await makeReport(fleet.context, asked());
    await endReport(fleet.context, OPERATOR, revoked);
    for (const id of [lasting, expiring, revoked]) expect(id).toMatch(/^[A-Za-z0-9_-]{24}$/);
    const readable = async () =>
      (
        await Promise.all(
          [lasting, expiring, revoked, 'x'.repeat(24), '', 'ü\0/../'].map((id) =>
            readReport(fleet.context, id),
          ),
        )
      ).map((text) => text !== undefined);
    expect(await readable()).toEqual([true, true, false, false, false, false]);
    fleet.pass(3601);
    expect(await readable()).toEqual([true, false, false, false, false, false]);
    const past = makeReport(fleet.context, asked({ expiresAt: end }));
    await expect(past).rejects.toThrow(ReportExpiryError);
    await expect(makeReport(fleet.context, asked({ filter: 'status:purple', live: true }))).rejects.toThrow(
      /purple/,
    );
  });

  it('that leads nowhere costs one look-up, whyever it does', async () => {
    await using fleet = await openFleet();
    const soon = new Date(fleet.context.clock().getTime() + 1000);
    const dead = [
      await makeReport(fleet.context, asked({ expiresAt: soon })),
      await makeReport(fleet.context, asked()),
    ];
    await endReport(fleet.context, OPERATOR, dead[1]?.id ?? '');
    fleet.pass(2);
    for (const id of [...dead.map((report) => report.id), 'A'.repeat(24), 'short', '', '\0']) {
      await using counted = await countedDatabase(fleet);
      const before = counted.queries();
      expect(await readReport({ ...fleet.context, db: counted.db }, id)).toBeUndefined();
      expect([id, counted.queries() - before]).toEqual([id, 1]);
    }
  });

  it('is ended by its maker or an admin alone; to others it never was', async () => {
    await using fleet = await openFleet();
    const { id } = await makeReport(fleet.context, asked());
    const stranger = principal('eve', 'operator');
    await expect(endReport(fleet.context, stranger, id)).rejects.toThrow(NotFoundError);
    expect(await readReport(fleet.context, id)).toBeDefined();
    await endReport(fleet.context, ADMIN, id);
    await expect(endReport(fleet.context, ADMIN, id)).rejects.toThrow(NotFoundError);
    await expect(endReport(fleet.context, ADMIN, 'nobody')).rejects.toThrow(NotFoundError);
  });

  it('is listed to its maker and to admins, with its readings and how it stands', async () => {
    await using fleet = await openFleet();
    const soon = new Date(fleet.context.clock().getTime() + 60_000);
    const { id: first } = await makeReport(fleet.context, asked({ title: 'first', expiresAt: soon }));
    const { id: second } = await makeReport(fleet.context, asked({ title: 'second', madeBy: ADMIN.name }));
    noteReportView(fleet.context, first);
    noteReportView(fleet.context, 'nobody');
    const list = async (who: typeof ADMIN, limit = 10, cursor?: string) =>
      getReports(fleet.context, who, { limit, cursor });
    await expect.poll(async () => (await list(OPERATOR)).items[0]?.views).toBe(1);
    fleet.pass(61);
    await endReport(fleet.context, ADMIN, second);
    expect((await list(OPERATOR)).items).toMatchObject([
      { id: first, state: 'expired', lastViewAt: expect.any(Date) },
    ]);
    const page = await list(ADMIN, 1);
    expect(page.items).toMatchObject([{ id: second, state: 'revoked', views: 0, lastViewAt: null }]);
    expect((await list(ADMIN, 1, page.nextCursor ?? '')).items).toMatchObject([{ id: first }]);
    await expect(list(ADMIN, 1, 'x')).rejects.toThrow(/cursor/);
  });
});
