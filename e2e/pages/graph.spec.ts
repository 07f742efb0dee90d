import { expectLive } from '../live.ts';
import { expect, openSample, test } from './fixtures.ts';
import {
  isInside,
  largeFleet,
  nodeOnScreen,
  nodesOnScreen,
  openGraph,
  overlaps,
  paintedNode,
  paneOf,
} from './graph-fixtures.ts';

const SAMPLE = 'registry.sample.internal';
const CHECKOUT = `${SAMPLE}/bank/checkout:2.4`;
const DEBIAN = `${SAMPLE}/library/debian:12-slim`;
const NODE_BASE = `${SAMPLE}/runtime/node:22`;

test.beforeEach(async ({ page }) => openSample(page));

test('the first view shows every node, none under a control', async ({ page }) => {
  await openGraph(page);
  const { nodes } = await (await page.request.get('/api/v1/graph?limit=5000')).json();
  const pane = await paneOf(page);
  await expect(page.locator('.react-flow__node')).toHaveCount(nodes.length);
  const drawn = await nodesOnScreen(page);
  for (const { id } of nodes as { id: string }[]) {
    const box = drawn.get(id);
    expect(box !== undefined && isInside(box, pane), id).toBe(true);
  }
  const controls = await page.locator('.react-flow__panel').evaluateAll((panels) =>
    panels
      .filter(({ className }) => !String(className).includes('attribution'))
      .map((panel) => {
        const { x, y, width, height } = panel.getBoundingClientRect();
        return { x, y, width, height };
      }),
  );
  expect(controls.length).toBeGreaterThan(2);
  for (const [id, box] of drawn) {
    for (const control of controls) expect(overlaps(box, control), id).toBe(false);
  }
  // Names are drawn, not plain boxes.
  await expect(page.locator('.react-flow__node').filter({ hasText: 'checkout-ui' })).toBeVisible();
});

test('buttons, keys, the wheel and the map move the view', async ({ page }) => {
  await openGraph(page);
  const width = async () => (await nodeOnScreen(page, DEBIAN)).width;
  const fitted = await width();
  await page.getByRole('button', { name: 'Zoom in' }).click();
  await expect.poll(width).toBeGreaterThan(fitted * 1.1);
  await page.getByRole('button', { name: 'Zoom out' }).click();
  await expect.poll(width).toBeCloseTo(fitted, 0);
  await page.keyboard.press('-');
  await expect.poll(width).toBeLessThan(fitted * 0.9);
  await page.keyboard.press('+');
  await expect.poll(width).toBeCloseTo(fitted, 0);
  const pane = await paneOf(page);
  const middle = { x: pane.x + pane.width / 2, y: pane.y + pane.height / 2 };
  await page.mouse.move(middle.x, middle.y);
  await page.mouse.wheel(0, -200);
  const drawnWidth = async () => [...(await nodesOnScreen(page)).values()][0]?.width ?? 0;
  await expect.poll(drawnWidth).toBeGreaterThan(fitted * 1.1);
  const map = await page.getByRole('img', { name: 'Map of the whole graph' }).boundingBox();
  if (map === null) throw new Error('there is no map');
  const transform = () => page.locator('.react-flow__viewport').evaluate(({ style }) => style.transform);
  const before = await transform();
  await page.mouse.click(map.x + map.width - 12, map.y + map.height - 12);
  await expect.poll(transform).not.toBe(before);
  await page.keyboard.press('0');
  await expect.poll(drawnWidth).toBeCloseTo(fitted, 0);
});

for (const [device, viewport] of [
  ['a desktop', { width: 1440, height: 900 }],
  ['a phone', { width: 390, height: 844 }],
] as const) {
  test(`the panel never covers the selection on ${device}, nor its base chain`, async ({ page }) => {
    await page.setViewportSize(viewport);
    await openGraph(page, '?focus=registry.sample.internal/platform/base:12&dependents=16');
    await page.getByRole('button', { name: 'Fit' }).click();
    await page.locator(`.react-flow__node[data-id="${CHECKOUT}"]`).click();
    const panel = page.getByRole('complementary', { name: 'Image' });
    await expect(panel).toBeVisible();
    const isClear = async () => {
      const cover = await panel.boundingBox();
      const node = await nodeOnScreen(page, CHECKOUT);
      return cover !== null && !overlaps(node, cover) && isInside(node, await paneOf(page));
    };
    await expect.poll(isClear).toBe(true);
    if (device === 'a desktop') {
      const pane = await paneOf(page);
      for (const name of [
        'framework/java-web:3',
        'runtime/java:21',
        'platform/base:12',
        'library/debian:12-slim',
      ]) {
        expect(isInside(await nodeOnScreen(page, `${SAMPLE}/${name}`), pane), name).toBe(true);
      }
    }
    // To a node by key: it comes into view beside the panel, too.
    await page.keyboard.press('ArrowLeft');
    await expect(page).toHaveURL(/selected=[^&]*java-web/);
    const next = await nodeOnScreen(page, `${SAMPLE}/framework/java-web:3`);
    expect(isInside(next, await paneOf(page))).toBe(true);
  });
}

test('the panel is resized and collapsed by keyboard, which the browser remembers', async ({ page }) => {
  await openGraph(page, `?selected=${encodeURIComponent(CHECKOUT)}`);
  const panel = page.getByRole('complementary', { name: 'Image' });
  const width = async () => (await panel.boundingBox())?.width ?? 0;
  const usual = await width();
  const edge = panel.getByRole('separator', { name: 'Resize panel' });
  await edge.focus();
  await page.keyboard.press('ArrowLeft');
  await expect.poll(width).toBeGreaterThan(usual + 20);
  const wider = await width();
  await page.reload();
  await expect.poll(width).toBe(wider);
  await panel.getByRole('button', { name: 'Collapse panel' }).press('Enter');
  await expect.poll(width).toBeLessThan(60);
  await page.reload();
  await expect(panel.getByRole('button', { name: 'Expand panel' })).toBeVisible();
  const node = await nodeOnScreen(page, CHECKOUT);
  expect(isInside(node, await paneOf(page))).toBe(true);
  await panel.getByRole('button', { name: 'Expand panel' }).click();
  await expect.poll(width).toBe(wider);
});

test('the panel of an unknown image says that its base is unknown, and why', async ({ page }) => {
  await openGraph(page, `?selected=${encodeURIComponent(`${SAMPLE}/vendor/scanner:0.3`)}`);
  const panel = page.getByRole('complementary', { name: 'Image' });
  const base = panel.getByRole('region', { name: 'Based on' });
  await expect(base).toContainText('Unknown. No evidence names its base');
  await expect(panel).not.toContainText('based on nothing');
  await page.goto(`/graph?selected=${encodeURIComponent(CHECKOUT)}`);
  await expect(base.getByRole('listitem')).toHaveCount(4);
  await expect(base).not.toContainText(/unknown/i);
});

test('a filter refits the view, and tells what matches from its context', async ({ page }) => {
  await openGraph(page);
  await page.getByRole('button', { name: 'Zoom in' }).click();
  await page.getByRole('checkbox', { name: 'Problems only' }).check();
  await expect(page.getByRole('status').filter({ hasText: 'as context' })).toBeVisible();
  const pane = await paneOf(page);
  const isFitted = async () => {
    const nodes = [...(await nodesOnScreen(page)).values()];
    return nodes.length > 20 && nodes.every((node) => isInside(node, pane));
  };
  await expect.poll(isFitted).toBe(true);
  await page.getByRole('button', { name: 'Zoom in' }).click();
  await expect.poll(isFitted).toBe(false);
  await page.getByRole('button', { name: 'Past', exact: true }).click();
  await expect(page).toHaveURL(/at=/);
  await expect.poll(isFitted).toBe(true);
  await page.goto('/graph?filter=tag%3A2.4');
  const base = page.locator(`.react-flow__node[data-id="${DEBIAN}"] [data-context]`);
  await expect(base).toBeVisible();
  await expect(page.locator('[data-context]')).toHaveCount(4);
  await page.getByRole('group', { name: 'Graph of images and their bases' }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByText('Does not match the filter; shown as context.')).toHaveCount(1);
});

test('a refresh moves nothing', async ({ page }) => {
  await openGraph(page);
  await expectLive(page);
  const before = await nodesOnScreen(page);
  const answered = page.waitForResponse((response) => response.url().includes('/api/v1/graph?'));
  await page.request.post('/api/v1/scans', { data: {} });
  await answered;
  await expect.poll(() => nodesOnScreen(page)).toEqual(before);
});

test('everything collapses and expands, and groups by registry and owner, in the URL', async ({ page }) => {
  await openGraph(page);
  const nodes = page.locator('.react-flow__node');
  const all = await nodes.count();
  await page.getByRole('button', { name: 'Collapse all' }).click();
  await expect(page).toHaveURL(/unfold=none/);
  await expect.poll(() => nodes.count()).toBeLessThan(all / 2);
  await page.getByRole('button', { name: 'Expand all' }).click();
  await expect(page).toHaveURL(/unfold=all/);
  await expect(nodes).toHaveCount(all);
  await page.getByRole('combobox', { name: 'Group by' }).selectOption('Registry');
  await expect(page).toHaveURL(/group=registry/);
  await expect(nodes.filter({ hasText: `15 images · ${SAMPLE}` })).toHaveCount(1);
  await page.reload();
  await expect(nodes.filter({ hasText: `15 images · ${SAMPLE}` })).toHaveCount(1);
  await page.getByRole('combobox', { name: 'Group by' }).selectOption('Owner');
  await expect(page).toHaveURL(/group=owner/);
  await expect(nodes.filter({ hasText: '3 images · no owner' })).toHaveCount(1);
  await expect(nodes.filter({ hasText: '4 images · no owner' })).toHaveCount(2);
  await nodes.filter({ hasText: '15 images · git.sample.internal/shop' }).click();
  await expect(page.getByRole('link', { name: 'Show as table' })).toHaveAttribute(
    'href',
    /ancestor%3A.*owner%3A.*git\.sample\.internal%2Fshop/,
  );
});

test('the list is the graph’s equal: an ARIA tree by keyboard, with the same panel', async ({ page }) => {
  await openGraph(page);
  await page.getByRole('button', { name: 'List' }).click();
  await expect(page).toHaveURL(/layout=list/);
  const tree = page.getByRole('tree', { name: 'Images by what they are based on' });
  const item = (name: string) => tree.getByRole('treeitem').filter({ hasText: name });
  await expect(tree.getByRole('treeitem')).toHaveCount(53);
  await tree.getByRole('treeitem').first().focus();
  await page.keyboard.press('Home');
  const base = item('library/debian:12-slim').first();
  await expect(base).toBeFocused();
  await expect(base).toHaveAttribute('aria-level', '1');
  await page.keyboard.press('ArrowLeft');
  await expect(base).toHaveAttribute('aria-expanded', 'false');
  await expect(base).toBeFocused();
  await expect(item('bank/checkout:2.4')).toHaveCount(0);
  await page.keyboard.press('ArrowRight');
  await expect(base).toHaveAttribute('aria-expanded', 'true');
  await page.keyboard.type('checkout');
  await expect(item('bank/checkout:2.4')).toBeFocused();
  await expect(item('bank/checkout:2.4')).toHaveAttribute('aria-level', '5');
  await page.keyboard.press('Enter');
  await expect(item('bank/checkout:2.4')).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByRole('complementary', { name: 'Image' })).toContainText('bank/checkout');
  await page.getByRole('button', { name: 'Picture' }).click();
  await expect(page.locator(`.react-flow__node[data-id="${CHECKOUT}"]`)).toBeVisible();
  await expect(page).toHaveURL(/selected=[^&]*checkout/);
});

test('a tag that no longer exists is not shown as a root', async ({ page }) => {
  await openGraph(page, '?filter=tag%3A1.9');
  await expect(page.locator('.react-flow__node').filter({ hasText: 'debian' })).toContainText('Broken');
  const { nodes } = await (await page.request.get('/api/v1/graph?filter=tag%3A1.9')).json();
  const gone = nodes.find(({ id }: { id: string }) => id.endsWith('debian:10-slim'));
  expect(gone).toMatchObject({ status: 'broken', matches: false });
});

test('a wide base is grouped by status, and each group opens in steps', async ({ page }) => {
  await openGraph(page, `?focus=${encodeURIComponent(NODE_BASE)}&group=status`);
  const group = page.locator('.react-flow__node').filter({ hasText: '9 images' });
  await expect(group).toContainText('9 stale');
  await group.getByRole('button', { name: 'Expand the group' }).click();
  await expect(group).toHaveCount(0);
  await expect(page).toHaveURL(/open=[^&]*stale%231/);
  await expect(page.locator('.react-flow__node').filter({ hasText: 'shop/cart' })).toBeVisible();
  await expect(page.locator('.react-flow__node').filter({ hasText: '6 images' })).toContainText(
    '6 up to date',
  );
});

test('nodes too small to read in a large graph are painted, and can be selected', async ({ page }) => {
  await page.route('**/api/v1/graph?*', (route) => route.fulfill({ json: largeFleet() }));
  await page.route('**/api/v1/lineage?*', (route) => route.fulfill({ json: { links: [] } }));
  await openGraph(page, '?unfold=all');
  const elements = page.locator('.react-flow__node');
  await expect(page.getByText('All 930')).toBeVisible();
  await expect(elements.filter({ hasText: 'app-' }).first()).toBeVisible();
  expect(await elements.count()).toBeLessThan(930);
  await page.getByRole('button', { name: 'Fit' }).click();
  await expect(elements).toHaveCount(0);
  const graph = page.getByRole('group', { name: 'Graph of images and their bases' });
  const at = await paintedNode(page);
  const name = await graph.getAttribute('title');
  expect(name).toMatch(/^fleet\.example\.com\//);
  // The pointer leaves the graph: the name goes with it.
  await page.getByRole('button', { name: 'Fit' }).hover();
  await expect(graph).not.toHaveAttribute('title');
  await page.mouse.click(at.x, at.y);
  const panel = page.getByRole('complementary', { name: 'Image' });
  await expect(panel).toContainText('fleet.example.com');
  await expect(page).toHaveURL(new RegExp(`selected=${name?.replaceAll(/[/:]/g, '.*')}`));
  await graph.press('Escape');
  await expect(panel).toHaveCount(0);
  await page.mouse.move(at.x, at.y);
  for (let turn = 0; turn < 12; turn += 1) await page.mouse.wheel(0, -150);
  await expect(elements.filter({ hasText: /app-|base-/ }).first()).toBeVisible();
});
