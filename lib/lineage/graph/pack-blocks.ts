/** A rectangle to place; `rank` says how bad what it holds is: 0 is the worst. */
export interface Block {
  readonly width: number;
  readonly height: number;
  readonly rank: number;
}

/** A drawing area, in pixels. */
export interface Room {
  readonly width: number;
  readonly height: number;
}

export interface Packing {
  /** The top left corner of each block, in the order of the blocks. */
  readonly corners: readonly { readonly x: number; readonly y: number }[];
  readonly width: number;
  readonly height: number;
}

/** Between blocks. */
export const BLOCK_GAP = 40;
/** The number of widths tried between the narrowest and the widest packing. */
const TRIES = 32;

/**
 * Packs blocks, which are in the order of their ranks, so that the whole is shown as large as possible in the room; if
 * that is smaller than `leastZoom`, as wide as the room at that zoom, and as high as it takes. The first block is at the
 * top left, and no block begins above one of a worse rank.
 */
export function packBlocks(blocks: readonly Block[], room: Room, leastZoom: number): Packing {
  const widest = blocks.reduce((most, { width }) => Math.max(most, width), 0);
  const total = blocks.reduce((sum, { width }) => sum + width + BLOCK_GAP, -BLOCK_GAP);
  const zoom = ({ width, height }: Packing) => Math.min(room.width / width, room.height / height);
  let best = packWithin(blocks, widest);
  for (let step = 1; step <= TRIES && total > widest; step++) {
    const packed = packWithin(blocks, widest * (total / widest) ** (step / TRIES));
    if (zoom(packed) > zoom(best)) best = packed;
  }
  return zoom(best) < leastZoom ? packWithin(blocks, Math.max(widest, room.width / leastZoom)) : best;
}

interface Ledge {
  x: number;
  y: number;
  width: number;
}

/** Places each block as high as it goes within a width, by the skyline of those placed before. */
function packWithin(blocks: readonly Block[], limit: number): Packing {
  let skyline: Ledge[] = [{ x: 0, y: 0, width: limit + BLOCK_GAP }];
  const corners: { x: number; y: number }[] = [];
  let width = 0;
  let height = 0;
  /** The lowest top among blocks of this rank, and among worse ones. */
  let lowest = 0;
  let floor = 0;
  let rank = blocks[0]?.rank;
  for (const block of blocks) {
    if (block.rank !== rank) {
      rank = block.rank;
      floor = lowest;
    }
    const at = highestPlace(skyline, block.width + BLOCK_GAP, floor);
    corners.push(at);
    lowest = Math.max(lowest, at.y);
    width = Math.max(width, at.x + block.width);
    height = Math.max(height, at.y + block.height);
    skyline = raised(skyline, at.x, block.width + BLOCK_GAP, at.y + block.height + BLOCK_GAP);
  }
  return { corners, width, height };
}

function highestPlace(skyline: readonly Ledge[], width: number, floor: number): { x: number; y: number } {
  const last = skyline.at(-1);
  const right = last === undefined ? 0 : last.x + last.width;
  let best: { x: number; y: number } | undefined;
  for (const [index, { x }] of skyline.entries()) {
    if (x + width > right + 0.001) break;
    let y = floor;
    for (let at = index; at < skyline.length; at++) {
      const ledge = skyline[at];
      if (ledge === undefined || ledge.x >= x + width) break;
      y = Math.max(y, ledge.y);
    }
    if (best === undefined || y < best.y) best = { x, y };
  }
  return best ?? { x: 0, y: skyline.reduce((most, { y }) => Math.max(most, y), floor) };
}

/** The skyline with everything between two positions at a new depth. */
function raised(skyline: readonly Ledge[], x: number, width: number, y: number): Ledge[] {
  const end = x + width;
  const result: Ledge[] = [];
  let added = false;
  const add = (ledge: Ledge) => {
    const before = result.at(-1);
    if (before !== undefined && before.y === ledge.y) before.width += ledge.width;
    else if (ledge.width > 0) result.push(ledge);
  };
  for (const ledge of skyline) {
    const right = ledge.x + ledge.width;
    if (ledge.x < x) add({ ...ledge, width: Math.min(right, x) - ledge.x });
    if (!added && right > x) {
      add({ x, y, width });
      added = true;
    }
    if (right > end) {
      const left = Math.max(ledge.x, end);
      add({ x: left, y: ledge.y, width: right - left });
    }
  }
  return result;
}
