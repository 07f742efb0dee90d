import { clearFleet, expect, imageId, openSample, test } from './fixtures.ts';

test('an image says how often its tag is requested, and the API how often its base is', async ({ page }) => {
  await clearFleet(page);
  await openSample(page);
  const id = await imageId(page, 'bank/checkout:2.4');
  const schedule = async () => (await (await page.request.get(`/api/v1/images/${id}`)).json()).schedule;
  await expect
    .poll(async () => (await schedule()).map(({ reasonCode }: { reasonCode: string | null }) => reasonCode))
    .not.toContain(null);
  const [own, base] = await schedule();
  expect(own).toMatchObject({ own: true, everySeconds: 604_800, reasonCode: 'version' });
  expect(base).toMatchObject({ own: false, everySeconds: 900, reasonCode: 'base' });
  await page.goto(`/images/${id}`);
  await expect(
    page.getByText(/^Requested every week: it is a version that has not moved for \d+ \w+\.$/),
  ).toBeVisible();
});
