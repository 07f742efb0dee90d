import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BLOCK_GAP, packBlocks } from './pack-blocks.ts';

const side = fc.integer({ min: 20, max: 2000 });
const blocks = fc
  .array(fc.record({ width: side, height: side, rank: fc.nat({ max: 5 }) }), { minLength: 1, maxLength: 40 })
  .map((list) => list.toSorted((a, b) => a.rank - b.rank));
const rooms = fc.record({ width: side, height: side });
const LEAST = 0.38;

describe('packBlocks', () => {
  it('lets no two blocks overlap, and keeps the gap between them', () => {
    fc.assert(
      fc.property(blocks, rooms, (blocks, room) => {
        const { corners } = packBlocks(blocks, room, LEAST);
        const placed = blocks.map((block, index) => ({ ...block, ...(corners[index] ?? { x: 0, y: 0 }) }));
        for (const [index, a] of placed.entries()) {
          for (const b of placed.slice(index + 1)) {
            const apart =
              a.x + a.width + BLOCK_GAP <= b.x + 0.001 ||
              b.x + b.width + BLOCK_GAP <= a.x + 0.001 ||
              a.y + a.height + BLOCK_GAP <= b.y + 0.001 ||
              b.y + b.height + BLOCK_GAP <= a.y + 0.001;
            expect(apart).toBe(true);
          }
        }
      }),
    );
  });

  it('places all of them inside the packed rectangle, which they touch', () => {
    fc.assert(
      fc.property(blocks, rooms, (blocks, room) => {
        const { corners, width, height } = packBlocks(blocks, room, LEAST);
        expect(corners).toHaveLength(blocks.length);
        const right = corners.map(({ x }, index) => x + (blocks[index]?.width ?? 0));
        const bottom = corners.map(({ y }, index) => y + (blocks[index]?.height ?? 0));
        expect(Math.min(...corners.flatMap(({ x, y }) => [x, y]))).toBe(0);
        expect(Math.max(...right)).toBeCloseTo(width, 6);
        expect(Math.max(...bottom)).toBeCloseTo(height, 6);
      }),
    );
  });

  it('keeps the worst first: at the top left, and never below one that is better', () => {
    fc.assert(
      fc.property(blocks, rooms, (blocks, room) => {
        const { corners } = packBlocks(blocks, room, LEAST);
        expect(corners[0]).toEqual({ x: 0, y: 0 });
        for (const [index, a] of blocks.entries()) {
          for (const [other, b] of blocks.entries()) {
            if (a.rank < b.rank) expect(corners[index]?.y).toBeLessThanOrEqual(corners[other]?.y ?? -1);
          }
        }
      }),
    );
  });

  it('fills the shape of the room', () => {
    const equal = Array.from({ length: 24 }, () => ({ width: 240, height: 72, rank: 0 }));
    const wide = packBlocks(equal, { width: 2000, height: 500 }, LEAST);
    const tall = packBlocks(equal, { width: 500, height: 2000 }, LEAST);
    expect(wide.width / wide.height).toBeGreaterThan(2);
    expect(tall.height / tall.width).toBeGreaterThan(1.5);
  });

  it('fits the width where the whole would not be legible', () => {
    const many = Array.from({ length: 2000 }, () => ({ width: 240, height: 72, rank: 0 }));
    const room = { width: 1300, height: 700 };
    const { width } = packBlocks(many, room, LEAST);
    expect(room.width / width).toBeGreaterThanOrEqual(LEAST);
  });

  it('packs nothing', () => {
    expect(packBlocks([], { width: 100, height: 100 }, LEAST)).toMatchObject({
      corners: [],
      width: 0,
      height: 0,
    });
  });
});
