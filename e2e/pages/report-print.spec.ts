import { expect, test } from '@playwright/test';
import { STATUS } from '#lib/lineage/vocabulary/status.ts';
import { reportPage } from '#lib/reports/html/report-page.ts';
import { FONT_FILES } from '#lib/reports/html/stylesheet.ts';
import { baseVerdict, lineage, reportContent, reportImage } from '#lib/reports/testing.ts';

const ADDRESS = { origin: 'http://report.test', id: 'AbCdEfGhIjKlMnOpQrStUvWx' };
const TREND = [
  { at: '2026-03-01T00:00:00.000Z', counts: { 'up-to-date': 2000, root: 30 } },
  { at: '2026-06-01T00:00:00.000Z', counts: { 'up-to-date': 1600, root: 30, stale: 400 } },
];

/** A fleet of this size on many bases, in which half of the images need something. */
function fleet(size: number) {
  const images = Array.from({ length: size }, (_, index) => {
    const path = ['shop', 'payments/settlement', 'data-platform/streaming/consumers'][index % 3];
    const reference = `registry.example.com/${path}/service-${index}:2026.11.${index}`;
    const status = index % 2 === 0 ? 'up-to-date' : (STATUS[index % STATUS.length] ?? 'stale');
    const name = `registry.example.com/platform/base-${index % 23}:1`;
    return reportImage(reference, status, {
      summary:
        status === 'up-to-date' ? '' : `\`base-${index % 23}:1\` moved. Rebase this image, or rebuild it.`,
      behindSince: status === 'stale' ? '2026-04-01T00:00:00.000Z' : null,
      lineage: lineage(reference, baseVerdict({ name })),
    });
  });
  return reportContent(images, { trend: TREND, note: 'For the audit of the second half of the year.' });
}

test.beforeEach(async ({ page, context }) => {
  await context.route(`${ADDRESS.origin}/fonts/*`, async (route) => {
    const name = new URL(route.request().url()).pathname.slice('/fonts/'.length);
    const file = Object.entries(FONT_FILES).find(([known]) => known === name)?.[1];
    if (file === undefined) return route.abort();
    return route.fulfill({ path: `node_modules/${file}`, contentType: 'font/woff2' });
  });
  for (const size of [4, 12, 40, 340])
    await context.route(`${ADDRESS.origin}/${size}`, (route) =>
      route.fulfill({ body: reportPage(fleet(size), ADDRESS), contentType: 'text/html; charset=utf-8' }),
    );
  await page.setViewportSize({ width: 390, height: 844 });
});

test('340 images print on at most eight A4 pages, each of them named', async ({ page }) => {
  await page.goto(`${ADDRESS.origin}/340`);
  await page.evaluate(() => document.fonts.ready);
  const pdf = await page.pdf({ preferCSSPageSize: true });
  const pages = pdf.toString('latin1').match(/\/Type \/Page\b/g)?.length ?? 0;
  expect(pages).toBeGreaterThan(2);
  expect(pages).toBeLessThanOrEqual(8);
  await expect(page.locator('.images > li')).toHaveCount(340);
});

/** The CSS pixels of an A4 page within its margins of 14 mm. */
const PAPER = { width: 688, height: 1016 };

test('nothing that stays whole leaves half of the first page empty', async ({ page }) => {
  await page.setViewportSize({ width: PAPER.width, height: PAPER.height });
  await page.emulateMedia({ media: 'print' });
  for (const size of [4, 12, 40, 340]) {
    await page.goto(`${ADDRESS.origin}/${size}`);
    await page.evaluate(() => document.fonts.ready);
    const pushed = await page.evaluate(({ height }) => {
      const whole = [...document.querySelectorAll('body *')].filter(
        (element) => getComputedStyle(element).breakInside === 'avoid',
      );
      const boxes = whole.map((element) => element.getBoundingClientRect());
      return boxes.filter(({ top, bottom }) => top < height / 2 && bottom > height).length;
    }, PAPER);
    expect([size, pushed]).toEqual([size, 0]);
  }
});

test('on a phone nothing is wider than the screen, and the trend’s labels are whole', async ({ page }) => {
  await page.goto(`${ADDRESS.origin}/40`);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  const cut = await page.locator('svg.trend:visible text').evaluateAll((labels) =>
    labels
      .filter((label) => {
        const [text, chart] = [label, label.closest('svg')].map((each) => each?.getBoundingClientRect());
        return (
          text === undefined || chart === undefined || text.left < chart.left || text.right > chart.right + 1
        );
      })
      .map((label) => label.textContent),
  );
  expect(cut).toEqual([]);
  await expect(page.locator('svg.trend:visible text').first()).toHaveText('5,000');
});
