import { describe, expect, it } from 'vitest';
import type { GraphEdge } from './graph-drawing.ts';
import { linkShape, linkStyle } from './graph-link-style.ts';
import { NODE_HEIGHT, NODE_WIDTH } from './node-size.ts';
import { graphEdge } from './testing-graphs.ts';

const link = (changes: Partial<GraphEdge>) => graphEdge('app', 'base', changes);
const PLAIN = { ink: 'plain', dashed: false, crossed: false, since: null, dimmed: false };
const MOVED = '2026-10-24T00:00:00Z';

describe('linkStyle', () => {
  it.each<[string, Partial<GraphEdge>, object]>([
    ['current and verified', {}, PLAIN],
    ['only claimed', { verification: 'unverifiable' }, { ...PLAIN, dashed: true }],
    ['recompressed', { verification: 'verified-recompressed' }, PLAIN],
    ['stale', { freshness: 'stale', behindSince: MOVED }, { ...PLAIN, ink: 'stale', since: MOVED }],
    ['stale for an unknown time', { freshness: 'stale-config' }, { ...PLAIN, ink: 'stale' }],
    ['contradicted', { verification: 'contradicted' }, { ink: 'broken', dashed: true, crossed: true }],
    ['in conflict', { conflict: true }, { ink: 'broken', crossed: true }],
    ['gone', { freshness: 'base-tag-gone' }, { ink: 'broken', crossed: true }],
    ['pinned', { freshness: 'pinned' }, PLAIN],
    ['as it was last known', { freshness: 'unknown', retained: true }, { ...PLAIN, dimmed: true }],
    ['last known as false', { verification: 'contradicted', retained: true }, { ink: 'plain', dimmed: true }],
    ['not known', { freshness: 'unknown', verification: 'unverifiable' }, { ...PLAIN, dashed: true }],
  ])('of a link that is %s', (_, changes, look) => {
    expect(linkStyle([link(changes)])).toMatchObject(look);
  });

  it('of several is what they share, and the longest wait', () => {
    const stale = link({ freshness: 'stale', behindSince: MOVED });
    const longer = link({ freshness: 'stale', behindSince: '2026-01-01T00:00:00Z' });
    expect(linkStyle([stale, longer])).toMatchObject({ ink: 'stale', since: '2026-01-01T00:00:00Z' });
    expect(linkStyle([stale, link({})])).toEqual(PLAIN);
    expect(linkStyle([link({ conflict: true }), link({})])).toEqual(PLAIN);
    expect(linkStyle([])).toEqual(PLAIN);
  });
});

it('draws a line from an image’s left to its base’s right', () => {
  const { line, head, mark } = linkShape({ x: 400, y: 100 }, { x: 0, y: 0 });
  const middle = NODE_HEIGHT / 2;
  expect(line.startsWith(`M400,${100 + middle} `)).toBe(true);
  expect(line.endsWith(`${NODE_WIDTH + 7},${middle}`)).toBe(true);
  expect(head.startsWith(`M${NODE_WIDTH},${middle} `)).toBe(true);
  expect(mark.x).toBeGreaterThan(NODE_WIDTH);
  expect(mark.x).toBeLessThan(400);
});

it('draws the line of a further column through its points first, its marks beside the image', () => {
  const { line, mark, label } = linkShape({ x: 900, y: 100 }, { x: 0, y: 0 }, [
    { x: 700, y: 136 },
    { x: 600, y: 180 },
  ]);
  expect(line.startsWith('M900,136 L700,136 C')).toBe(true);
  expect(line).toContain(' 600,180 C');
  expect(mark.y).toBe(136);
  expect(mark.x).toBeLessThan(900);
  expect(label).toEqual({ x: 895, y: 136 });
});
