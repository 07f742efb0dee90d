import { describe, expect, it } from 'vitest';
import { nextMounted, readableIds } from './readable-part.ts';

const SCREEN = { width: 1000, height: 600 };
/** Ten columns and ten rows of nodes, 400 by 200 pixels apart. */
const LAYOUT = {
  positions: new Map(
    Array.from({ length: 100 }, (_, index) => [
      `n${index}`,
      { x: (index % 10) * 400, y: Math.floor(index / 10) * 200 },
    ]),
  ),
};

describe('the nodes that can be read', () => {
  it('are those on the screen and around it, the middle first', () => {
    const ids = readableIds(LAYOUT, { x: 0, y: 0, zoom: 1 }, SCREEN);
    expect(ids[0]).toBe('n11');
    expect(ids).toContain('n0');
    // Within the length of a short drag.
    expect(ids).toContain('n3');
    expect(ids).not.toContain('n4');
    expect(ids).not.toContain('n99');
  });

  it('follow the view', () => {
    const ids = readableIds(LAYOUT, { x: -3600, y: -1800, zoom: 1 }, SCREEN);
    expect(ids).toContain('n99');
    expect(ids).not.toContain('n0');
  });

  it('are none where no text is legible', () => {
    expect(readableIds(LAYOUT, { x: 0, y: 0, zoom: 0.1 }, SCREEN)).toEqual([]);
  });
});

describe('the nodes with elements', () => {
  const wanted = Array.from({ length: 40 }, (_, index) => `n${index}`);

  it('are added a few at a time, in order, until all are there', () => {
    let mounted: ReadonlySet<string> = new Set(['gone']);
    const sizes: number[] = [];
    for (let next = nextMounted(mounted, wanted); next !== mounted; next = nextMounted(mounted, wanted)) {
      mounted = next;
      sizes.push(mounted.size);
      expect([...mounted]).toEqual(wanted.slice(0, mounted.size));
    }
    expect([...mounted]).toEqual(wanted);
    expect(sizes.length).toBeGreaterThan(2);
  });

  it('are removed all at once', () => {
    expect([...nextMounted(new Set(wanted), [])]).toEqual([]);
    expect([...nextMounted(new Set(wanted), ['n7'])]).toEqual(['n7']);
  });
});
