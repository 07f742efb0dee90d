import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { whyIncomplete } from './layer-listing.ts';
import { listArchive } from './list-layer.ts';
import { SharedBounds, type SharedLimits } from './shared-bounds.ts';
import { archive, inPieces, paxRecord } from './testing.ts';

const ROOMY: SharedLimits = { compressedBytes: 1e9, bytes: 1e9, entries: 1e6, namesBytes: 1e9 };
const files = (count: number, content = '') =>
  archive(...Array.from({ length: count }, (_, n) => ({ name: `file-${n}`, content })));

/** Lists the same bytes as often as it takes until a listing is not whole; answers how often that was, and why. */
async function listUntilCut(bytes: Uint8Array, shared: SharedBounds) {
  for (let whole = 0; whole < 100; whole += 1) {
    const { outcome } = await listArchive(inPieces(bytes), { shared });
    const why = whyIncomplete(outcome);
    if (why !== null) return { whole, why };
  }
  return undefined;
}

describe('bounds over several layers together', () => {
  it.each<[keyof SharedLimits, number, Uint8Array]>([
    ['entries', 25, files(10)],
    ['namesBytes', 150, files(10)],
    ['compressedBytes', 15_000, files(10)],
    ['bytes', 250_000, gzipSync(files(10, 'x'.repeat(10_000)))],
  ])('%s: what one takes the next ones do not have', async (bound, limit, bytes) => {
    const seen = await listUntilCut(bytes, new SharedBounds({ ...ROOMY, [bound]: limit }));
    expect(seen?.whole).toBe(2);
    expect(seen?.why).toMatch(
      new RegExp(`^the image’s layers are larger than the limit: of all together at most ${limit} `),
    );
  });

  it('bounds around others hold for all of them', async () => {
    const plan = new SharedBounds({ ...ROOMY, entries: 25 });
    expect(await listUntilCut(files(10), new SharedBounds(ROOMY, plan))).toMatchObject({ whole: 2 });
    expect(await listUntilCut(files(10), new SharedBounds(ROOMY, plan))).toMatchObject({ whole: 0 });
  });
});

it('an extended header of a hundred thousand records is refused', async () => {
  const records = Array.from({ length: 100_000 }, (_, n) => paxRecord(`k${n}`, ''))
    .join('')
    .slice(0, 1_000_000);
  const content = records.slice(0, records.lastIndexOf('\n') + 1);
  const bytes = archive({ name: 'pax', flag: 'x', content }, { name: 'file' });
  const { outcome } = await listArchive(inPieces(bytes));
  expect(outcome).toEqual({ state: 'malformed', problem: 'an extended header has more than 1000 records' });
});
