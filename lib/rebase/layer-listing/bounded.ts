import type { ListingBounds } from './layer-listing.ts';

/** A listing reached one of its {@link ListingBounds}. */
export class BoundReached extends Error {
  override name = 'BoundReached';
  readonly bound: keyof ListingBounds;
  readonly limit: number;

  constructor(bound: keyof ListingBounds, limit: number) {
    super(`more than ${limit} (${bound})`);
    this.bound = bound;
    this.limit = limit;
  }
}

/** Passes chunks on until more than the bound's bytes came; then throws {@link BoundReached}. */
export async function* bounded(
  chunks: AsyncIterable<Uint8Array>,
  bound: 'bytes' | 'compressedBytes',
  limit: number,
  onPassed: (bytes: number) => void = () => undefined,
): AsyncGenerator<Uint8Array> {
  let passed = 0;
  for await (const chunk of chunks) {
    passed += chunk.byteLength;
    onPassed(chunk.byteLength);
    if (passed > limit) throw new BoundReached(bound, limit);
    yield chunk;
  }
}
