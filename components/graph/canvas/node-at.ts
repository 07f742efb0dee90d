import type { Layout } from '#lib/lineage/graph/layout.ts';
import { NODE_HEIGHT, NODE_WIDTH, type Point } from '#lib/lineage/graph/node-size.ts';

/** The node at a point of the drawing; undefined where there is none. */
export function nodeAt({ positions }: Pick<Layout, 'positions'>, { x, y }: Point): string | undefined {
  for (const [id, corner] of positions) {
    if (x >= corner.x && x <= corner.x + NODE_WIDTH && y >= corner.y && y <= corner.y + NODE_HEIGHT)
      return id;
  }
  return undefined;
}
