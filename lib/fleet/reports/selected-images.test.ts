import { expect, it } from 'vitest';
import { principal } from '#lib/access/roles.ts';
import { parseStoredReport } from '#lib/reports/content/stored-report.ts';
import { reportPage } from '#lib/reports/html/report-page.ts';
import { setHold } from '../holds/set-hold.ts';
import { trackImages } from '../images/track-images.ts';
import { scanImages } from '../scan/scan-images.ts';
import { fleetTests, type TestFleet } from '../testing.ts';
import { pushOn } from '../testing-images.ts';
import { makeReport } from './make-report.ts';
import { getReports } from './manage-reports.ts';
import { openReport } from './read-report.ts';
import type { ReportRequest } from './report-content.ts';

const openFleet = fleetTests();
const WEEK = 7 * 24 * 3600;
const ADMIN = principal('ada', 'admin');

const asked = (changes: Partial<ReportRequest> = {}): ReportRequest => ({
  ...{ title: 'Our bases', note: null, madeBy: 'otto', filter: '', live: false, expiresAt: null },
  ...{ staleDays: null, ...changes },
});

async function readReport({ context }: TestFleet, id: string): Promise<string> {
  return (await (await openReport(context, id))?.text()) ?? '';
}

/** shop and bank on one base; both are tracked and checked. */
async function smallFleet({ context, registry, runJobs }: TestFleet) {
  const base = await pushOn(registry, 'base:1');
  const shop = await pushOn(registry, 'shop:1', base);
  const bank = await pushOn(registry, 'bank:1', base);
  await trackImages(context, [shop.reference, bank.reference], true);
  await runJobs();
  return { shop, bank };
}

it('a report of selected images is of exactly those, whatever their filter selects later', async () => {
  await using fleet = await openFleet();
  const { shop, bank } = await smallFleet(fleet);
  const [{ id = '' } = {}] = await trackImages(fleet.context, [shop.reference], false);
  const made = await makeReport(fleet.context, asked({ selection: { ids: [id] } }));
  const content = parseStoredReport(await readReport(fleet, made.id));
  expect(content).toMatchObject({ scope: 'part', trend: [], omitted: 0, summary: { total: 1 } });
  expect(content.images.map(({ reference }) => reference)).toEqual([shop.reference]);
  expect(JSON.stringify(content)).not.toContain(bank.reference);
  const { items } = await getReports(fleet.context, ADMIN, { limit: 1, cursor: undefined });
  expect(items).toMatchObject([{ filter: '', chosen: 1 }]);
  const changed = asked({ selection: { filter: '', except: [id], expected: 2 } });
  await expect(makeReport(fleet.context, changed)).rejects.toThrow(/1 image matches the filter now, not 2/);
});

it('a report shows what is snoozed beside its status, and to strangers neither the reason nor the person', async () => {
  await using fleet = await openFleet();
  const { shop } = await smallFleet(fleet);
  await pushOn(fleet.registry, 'base:1', undefined, 'newer');
  await scanImages(fleet.context, undefined);
  await fleet.runJobs();
  const until = new Date(fleet.context.clock().getTime() + WEEK * 1000);
  const terms = { until, untilNextDigest: false, reason: 'a secret reason' };
  const by = { name: 'a secret name', address: null };
  await setHold(fleet.context, { references: [shop.reference] }, terms, by);
  const { id } = await makeReport(fleet.context, asked());
  const text = await readReport(fleet, id);
  const content = parseStoredReport(text);
  const page = String(reportPage(content, { origin: 'https://b.test', id }));
  expect(content.images.find(({ reference }) => reference === shop.reference)).toMatchObject({
    status: 'stale',
    snoozed: { until: until.toISOString(), untilNextDigest: false },
  });
  expect(page).toContain('2 stale (1 of them snoozed)');
  expect(page).toMatch(/\(snoozed until \d+ [A-Z][a-z]{2}/);
  expect(text + page).not.toContain('a secret');
});
