import { isStale, isVerified, statusOfBase } from '../verdict/status.ts';
import type { EdgeFacts } from './build-graph.ts';
import { NODE_HEIGHT, NODE_WIDTH } from './layout.ts';

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

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Length of an arrow's head, in pixels. */
const HEAD = 7;
/**
 * The position of a line's mark: at t = 0.22 of the curve, near the image, where the lines of siblings are apart
 * still. The curve is x = 1.5(1-t)²t + 1.5(1-t)t² + t³ of the way along and y = 3t² - 2t³ of the way across.
 */
const MARK_ALONG = 0.268;
const MARK_ACROSS = 0.124;

/** A link's line, its arrow's head and the position of its mark, from the corners of its two nodes. */
export function linkShape(source: Point, target: Point): { line: string; head: string; mark: Point } {
  const from = { x: source.x, y: source.y + NODE_HEIGHT / 2 };
  const to = { x: target.x + NODE_WIDTH, y: target.y + NODE_HEIGHT / 2 };
  const neck = to.x + HEAD;
  const bend = (from.x - neck) / 2;
  return {
    line: `M${from.x},${from.y} C${from.x - bend},${from.y} ${neck + bend},${to.y} ${neck},${to.y}`,
    head: `M${to.x},${to.y} l${HEAD},-4 v8 z`,
    mark: {
      x: from.x - (from.x - neck) * MARK_ALONG,
      y: from.y + (to.y - from.y) * MARK_ACROSS,
    },
  };
}
