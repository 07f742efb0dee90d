import type { Page } from '@playwright/test';
import { graphEdge, graphNode } from '#lib/lineage/graph/testing-graphs.ts';
import { expect } from './fixtures.ts';

/** A rectangle on the screen. */
interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The graph's nodes by id, where they are on the screen. */
export async function nodesOnScreen(page: Page): Promise<Map<string, Rectangle>> {
  const nodes = await page.locator('.react-flow__node').evaluateAll((elements) =>
    elements.map((element) => {
      const { x, y, width, height } = element.getBoundingClientRect();
      return [element.getAttribute('data-id') ?? '', { x, y, width, height }] as const;
    }),
  );
  return new Map(nodes);
}

/** One node's rectangle, once the view stands still. */
export async function nodeOnScreen(page: Page, id: string): Promise<Rectangle> {
  const at = async () => (await nodesOnScreen(page)).get(id);
  let last = await at();
  await expect
    .poll(async () => {
      const now = await at();
      const still = now !== undefined && now.x === last?.x && now.y === last.y && now.width === last.width;
      last = now;
      return still;
    })
    .toBe(true);
  if (last === undefined) throw new Error(`${id} is not drawn`);
  return last;
}

/** The drawing area. */
export async function paneOf(page: Page): Promise<Rectangle> {
  const box = await page.locator('.react-flow').boundingBox();
  if (box === null) throw new Error('there is no graph');
  return box;
}

/** Whether one rectangle is inside another, to the pixel. */
export function isInside(inner: Rectangle, outer: Rectangle): boolean {
  return (
    inner.x >= outer.x - 1 &&
    inner.y >= outer.y - 1 &&
    inner.x + inner.width <= outer.x + outer.width + 1 &&
    inner.y + inner.height <= outer.y + outer.height + 1
  );
}

/** Whether two rectangles share a pixel. */
export function overlaps(a: Rectangle, b: Rectangle): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

/** Opens a page of the graph and waits until its nodes are drawn. */
export async function openGraph(page: Page, query = ''): Promise<void> {
  await page.goto(`/graph${query}`);
  await expect(page.locator('.react-flow__node').first()).toBeVisible();
}

/** An answer of the API: 30 bases with 30 images each. */
export function largeFleet() {
  const numbers = Array.from({ length: 30 }, (_, index) => index);
  const name = (path: string) => `fleet.example.com/${path}:1`;
  const pairs = numbers.flatMap((base) =>
    numbers.map((index) => [name(`app-${base}-${index}`), name(`base-${base}`)] as const),
  );
  const nodes = [
    ...numbers.map((base) => graphNode(name(`base-${base}`), { status: 'root', dependents: 30 })),
    ...pairs.map(([app]) => graphNode(app, { bases: 1 })),
  ];
  return {
    nodes: nodes.map((node) => ({ ...node, matches: true })),
    edges: pairs.map(([app, base]) => graphEdge(app, base)),
    hidden: 0,
  };
}

/** Moves the pointer over the graph until it is on a node, and returns the point. */
export async function paintedNode(page: Page): Promise<{ x: number; y: number }> {
  const pane = await paneOf(page);
  const graph = page.getByRole('group', { name: 'Graph of images and their bases' });
  for (let down = 0.3; down < 0.7; down += 0.05) {
    for (let across = 0.3; across < 0.7; across += 0.01) {
      const at = { x: pane.x + pane.width * across, y: pane.y + pane.height * down };
      await page.mouse.move(at.x, at.y);
      if ((await graph.getAttribute('title')) !== null) return at;
    }
  }
  throw new Error('the pointer found no node');
}
