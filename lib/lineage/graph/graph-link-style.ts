import { isStale, isVerified, statusOfBase } from '../verdict/status.ts';
import type { EdgeFacts } from './build-graph.ts';
import { NODE_HEIGHT, NODE_WIDTH, type Point } from './node-size.ts';

/** How a link is drawn: its ink, its line, and its mark. */
export interface LinkStyle {
  /** `plain` says nothing is wrong; the others take the status's colour. */
  readonly ink: 'plain' | 'stale' | 'broken';
  /** Dashed: claimed, not verified. */
  readonly dashed: boolean;
  /** A cross: contradicted, in conflict, or the base is gone. */
  readonly crossed: boolean;
  /** When the base moved on (ISO 8601), for a stale link whose moment is known. */
  readonly since: string | null;
  /** As last known: the last check could not read it. */
  readonly dimmed: boolean;
}

/**
 * The style of a line that represents one or more links. Several links show what all share, and the longest time
 * behind: one false claim among a hundred does not make the others false; the group's counts show it.
 */
export function linkStyle(links: readonly EdgeFacts[]): LinkStyle {
  const dashed = links.length > 0 && links.every(({ verification }) => !isVerified(verification));
  const dimmed = links.length > 0 && links.every(({ retained }) => retained);
  const plain = { ink: 'plain', dashed, crossed: false, since: null, dimmed } as const;
  if (dimmed) return plain;
  if (links.length > 0 && links.every((link) => statusOfBase(link) === 'broken'))
    return { ...plain, ink: 'broken', crossed: true };
  if (links.length === 0 || !links.every(({ freshness }) => isStale(freshness))) return plain;
  const since = links.flatMap(({ behindSince }) => behindSince ?? []).sort()[0] ?? null;
  return { ...plain, ink: 'stale', since };
}

/** Length of an arrow's head, in pixels. */
const HEAD = 7;
/**
 * The position of a line's mark: at t = 0.22 of the curve, near the image, where the lines of siblings are apart
 * still. The curve is x = 1.5(1-t)²t + 1.5(1-t)t² + t³ of the way along and y = 3t² - 2t³ of the way across.
 */
const MARK_ALONG = 0.268;
const MARK_ACROSS = 0.124;

/** From a node's left to the label beside it. */
const LABEL_BESIDE = 5;
/** From a node's left to the cross on a line that runs through the gaps of other columns. */
const MARK_BESIDE = 34;

/**
 * A link's line, its arrow's head, the middle of its cross and the right end of its label, from the corners of its two
 * nodes. `route` has the points that it runs through before it bends to the base.
 */
export function linkShape(
  source: Point,
  target: Point,
  route: readonly Point[] = [],
): { line: string; head: string; mark: Point; label: Point } {
  const start = { x: source.x, y: source.y + NODE_HEIGHT / 2 };
  const to = { x: target.x + NODE_WIDTH, y: target.y + NODE_HEIGHT / 2 };
  const neck = to.x + HEAD;
  const bent = (from: Point, end: Point) => {
    if (from.y === end.y) return `L${end.x},${end.y}`;
    const bend = (from.x - end.x) / 2;
    return `C${from.x - bend},${from.y} ${end.x + bend},${end.y} ${end.x},${end.y}`;
  };
  const points = [start, ...route];
  const from = points.at(-1) ?? start;
  const way = points.slice(1).map((point, index) => bent(points[index] ?? start, point));
  const last = { x: neck, y: to.y };
  return {
    line: [`M${start.x},${start.y}`, ...way, bent(from, last)].join(' '),
    head: `M${to.x},${to.y} l${HEAD},-4 v8 z`,
    label: { x: start.x - LABEL_BESIDE, y: start.y },
    mark:
      route.length > 0
        ? { x: start.x - MARK_BESIDE, y: start.y }
        : {
            x: from.x - (from.x - neck) * MARK_ALONG,
            y: from.y + (to.y - from.y) * MARK_ACROSS,
          },
  };
}
