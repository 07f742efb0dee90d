// How long until the graph of 1,000 images is drawn, and are dragging and zooming smooth? Measured in a real Chromium
// with the production build: from navigation to the first nodes; then 3 s of dragging with the mouse as the graph opens,
// with some hundred nodes visible; 3 s of zooming by wheel, out until all nodes are visible and in again; and 3 s of
// dragging with all nodes visible. The limit for zooming is an empty page in the same browser: no page draws more frames.
// `--short` zooms alone, in fewer rounds. It exits with 1 if zooming misses its goal.
import { chromium, type Page } from '@playwright/test';
import { createRegistry } from '#lib/registry/client.ts';
import { startBaseboard } from '../e2e/server.ts';
import { pushFleet } from './fleet.ts';
import { median, report, spread } from './measure.ts';
import { startRegistryProcess } from './registry-process.ts';
import { trackAll } from './server.ts';

const SHORT = process.argv.includes('--short');
const ROUNDS = SHORT ? 3 : 5;
const SHAPE = { images: 1000, bases: 20 };
const DRAG_MS = 3000;
const ZOOM_MS = 3000;
/** The frames of a page that draws 60 a second on its own. */
const GOAL = 55 / 60;

const registry = await startRegistryProcess();
const client = createRegistry({ registries: [{ host: registry.host, plainHttp: true }] });
const fleet = await pushFleet(client, registry.host, SHAPE);
const server = await startBaseboard({
  config: JSON.stringify({ registries: [{ host: registry.host, plainHttp: true }] }),
});
const browser = await chromium.launch({
  executablePath: process.env.BASEBOARD_CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync'],
});

/** Starts to record long tasks and the gaps between frames, in milliseconds. */
async function watchFrames(page: Page): Promise<void> {
  await page.evaluate(() => {
    const seen = { tasks: [] as number[], gaps: [] as number[] };
    Object.assign(window, { seen });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) seen.tasks.push(entry.duration);
    }).observe({ type: 'longtask' });
    let last = performance.now();
    const frame = (now: number) => {
      seen.gaps.push(now - last);
      last = now;
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
}

async function drag(page: Page): Promise<void> {
  const pane = page.locator('.react-flow__pane');
  const box = await pane.boundingBox();
  if (box === null) throw new Error('there is no graph to drag');
  const at = { x: box.x + box.width / 2, y: box.y + box.height - 40 };
  await page.mouse.move(at.x, at.y);
  await page.mouse.down();
  const until = Date.now() + DRAG_MS;
  for (let step = 0; Date.now() < until; step += 1) {
    await page.mouse.move(at.x + 300 * Math.sin(step / 12), at.y - 200 - 150 * Math.cos(step / 15));
  }
  await page.mouse.up();
}

/**
 * Drags the graph. Returns the number of nodes with elements (the others are painted), the longest task and the 99th
 * percentile of the gaps between frames, in milliseconds.
 */
async function stutter(page: Page): Promise<{ elements: number; longest: number; gap: number }> {
  const elements = await page.locator('.react-flow__node').count();
  await watchFrames(page);
  await drag(page);
  const seen = await page.evaluate(
    () => (window as unknown as { seen: { tasks: number[]; gaps: number[] } }).seen,
  );
  const gap = seen.gaps.toSorted((a, b) => a - b)[Math.floor(seen.gaps.length * 0.99)] ?? 0;
  return { elements, longest: Math.max(0, ...seen.tasks), gap };
}

/** Frames per second while something goes on. */
async function frameRate(page: Page, action: () => Promise<void>): Promise<number> {
  await page.evaluate(() => {
    const seen = { frames: 0, began: performance.now() };
    Object.assign(window, { frames: seen });
    const frame = () => {
      seen.frames += 1;
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
  await action();
  return page.evaluate(() => {
    const { frames, began } = (window as unknown as { frames: { frames: number; began: number } }).frames;
    return (frames * 1000) / (performance.now() - began);
  });
}

/** Turns the wheel in the middle of the page, out and in again by turns. */
async function zoom(page: Page): Promise<void> {
  await page.mouse.move(720, 450);
  const until = Date.now() + ZOOM_MS;
  for (let step = 0; Date.now() < until; step += 1) {
    await page.mouse.wheel(0, step % 80 < 40 ? 60 : -60);
  }
}

async function emptyPageRate(): Promise<number> {
  const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
  await page.setContent('<!doctype html><title>empty</title>');
  const rate = await frameRate(page, () => zoom(page));
  await page.context().close();
  return rate;
}

async function zoomOut(page: Page): Promise<void> {
  await page.mouse.move(720, 450);
  for (let step = 0; step < 25; step += 1) {
    await page.mouse.wheel(0, 300);
    await page.waitForTimeout(30);
  }
}

try {
  await trackAll(server, fleet.images);
  const drawn: number[] = [];
  const empty: number[] = [];
  const zoomed: number[] = [];
  const near: Awaited<ReturnType<typeof stutter>>[] = [];
  const far: Awaited<ReturnType<typeof stutter>>[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
    const began = performance.now();
    // Every image is its own node.
    await page.goto(`${server.url}/graph?unfold=all`, { waitUntil: 'commit' });
    await page.getByText('All 1,020').waitFor();
    await page.locator('.react-flow__node').nth(5).waitFor();
    drawn.push((performance.now() - began) / 1000);
    await page.waitForTimeout(500);
    if (!SHORT) near.push(await stutter(page));
    empty.push(await emptyPageRate());
    zoomed.push(await frameRate(page, () => zoom(page)));
    if (!SHORT) {
      await zoomOut(page);
      await page.waitForTimeout(1000);
      far.push(await stutter(page));
    }
    await page.context().close();
  }
  report(`graph of ${SHAPE.images} images drawn after ${spread(drawn, 's')} (goal: 1.5 s)`);
  const smooth = median(zoomed) >= GOAL * median(empty);
  if (!smooth) process.exitCode = 1;
  report(`zoomed with ${spread(zoomed, 'frames/s', 1)}; an empty page draws ${spread(empty, 'frames/s', 1)}`);
  report(`  ${smooth ? 'within' : 'MISSES'} the goal of 55 frames where an empty page draws 60`);
  for (const rounds of SHORT ? [] : [near, far]) {
    const column = (name: 'elements' | 'longest' | 'gap') => rounds.map((round) => round[name]);
    report(`dragged with ${spread(column('elements'), 'nodes', 0)} as elements, the others painted:`);
    report(`  longest task ${spread(column('longest'), 'ms', 0)} (goal: 50 ms; 0 means none over 50)`);
    report(`  99th percentile between frames ${spread(column('gap'), 'ms', 0)}`);
  }
} finally {
  await browser.close();
  await server.stop();
  await client.close();
  await registry.stop();
}
