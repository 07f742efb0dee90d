import type { Layout } from '#lib/lineage/graph/layout.ts';
import { baseOfKey, groupKeyOf } from '#lib/lineage/graph/node-groups.ts';
import { NODE_HEIGHT, NODE_WIDTH, type Point } from '#lib/lineage/graph/node-size.ts';

/**
 * The node that keeps its place from one drawing to the next: the base whose group came or went; else the one that is
 * pointed at; else the node in both drawings that is nearest to the middle of the screen.
 */
export function anchorBetween(
  before: Layout,
  after: Layout,
  pointedAt: string | undefined,
  middle: Point,
): string | undefined {
  const stays = (id: string) => before.positions.has(id) && after.positions.has(id);
  const changed = [...before.positions.keys(), ...after.positions.keys()].flatMap((id) => {
    const key = stays(id) ? undefined : groupKeyOf(id);
    return key === undefined ? [] : (baseOfKey(key) ?? []);
  });
  const base = changed.find(stays);
  if (base !== undefined) return base;
  if (pointedAt !== undefined && stays(pointedAt)) return pointedAt;
  let nearest: string | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const [id, { x, y }] of before.positions) {
    const distance = Math.hypot(x + NODE_WIDTH / 2 - middle.x, y + NODE_HEIGHT / 2 - middle.y);
    if (distance >= least || !after.positions.has(id)) continue;
    nearest = id;
    least = distance;
  }
  return nearest;
}
