import { describe, expect, it } from 'vitest';
import { ChunkTally } from './chunk-tally.ts';

const NONE = { checked: 0, done: 0, failed: 0, changed: 0, unreachable: 0, skipped: 0 };
const stored = (id: string, changed = false, unreachable = false) => ({ id, changed, unreachable });

describe('the tally of a chunk', () => {
  it('counts each image once, however often it is judged, and no others', () => {
    const tally = new ChunkTally(['a', 'b', 'c'], NONE);
    tally.stored([stored('a', true), stored('other', true)]);
    tally.stored([stored('a')]);
    tally.checked('b');
    expect(tally.counts(false)).toEqual({ ...NONE, checked: 2, done: 1, changed: 1 });
  });

  it('keeps the last image back until the chunk is over', () => {
    const tally = new ChunkTally(['a', 'b'], NONE);
    tally.stored([stored('a'), stored('b')]);
    expect(tally.counts(false)).toMatchObject({ checked: 2, done: 1 });
    expect(tally.counts(true)).toMatchObject({ checked: 2, done: 2 });
  });

  it('counts failures, and images that are no longer tracked as done', () => {
    const tally = new ChunkTally(['a', 'b', 'untracked'], NONE);
    tally.stored([stored('a', true, true)]);
    tally.failed('b');
    expect(tally.counts(true)).toEqual({
      ...NONE,
      checked: 2,
      done: 2,
      failed: 1,
      changed: 1,
      unreachable: 1,
    });
  });

  it('counts an image as unreachable only if its last verdict is', () => {
    const tally = new ChunkTally(['a', 'b'], NONE);
    tally.stored([stored('a', true, true)]);
    tally.stored([stored('a', true, false)]);
    expect(tally.counts(false).unreachable).toBe(0);
  });

  it('keeps what an interrupted run has done when the rest is left out', () => {
    const tally = new ChunkTally(['a', 'b', 'c', 'd'], { ...NONE, checked: 2, done: 2, changed: 2 });
    for (const id of ['a', 'b', 'c', 'd']) tally.skipped(id);
    expect(tally.counts(true)).toEqual({ ...NONE, checked: 2, done: 2, changed: 2, skipped: 2 });
  });

  it('never counts more than there are', () => {
    const tally = new ChunkTally(['a'], NONE);
    tally.failed('a');
    expect(tally.counts(false)).toMatchObject({ done: 0, failed: 0 });
    expect(tally.counts(true)).toMatchObject({ done: 0, failed: 1 });
  });
});
