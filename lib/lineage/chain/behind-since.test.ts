import { describe, expect, it } from 'vitest';
import { digestOf } from '#lib/oci/compute-digest.ts';
import type { Digest } from '#lib/oci/digest.ts';
import { basedOn, type ImageWords, lineageOf, make, World } from '../testing.ts';

const BASE = 'registry.test/base:1';
const APP = 'registry.test/app:1';
const AMD = 'linux/amd64';
const ARM = 'linux/arm64';
const day = (n: number) => `2026-03-${String(n).padStart(2, '0')}T00:00:00.000Z`;

/** One platform's base at a release, and an app on it. */
const os = (platform: string, release: string): ImageWords => ({
  platform,
  layers: [`${platform} ${release}`],
});
const app = (platform: string, release: string, claim: string): ImageWords => ({
  platform,
  layers: [`${platform} ${release}`, 'app'],
  annotations: basedOn(BASE, claim),
});

/** A world with a base that is seen only when a test says so. */
class Watched {
  readonly world = new World();
  #history: { digest: Digest | null; firstSeen: string }[] = [];

  /** Pushes a base for these platforms and sees its tag on a day. */
  push(at: number, images: readonly ImageWords[]): Digest {
    return this.see(at, this.world.index(BASE, images));
  }

  /** A base of these releases of amd64 and arm64. */
  release(at: number, amd: string, arm: string): Digest {
    return this.push(at, [os(AMD, amd), os(ARM, arm)]);
  }

  see(at: number, digest: Digest): Digest {
    this.#history.push({ digest, firstSeen: day(at) });
    this.world.seen.set(BASE, [...this.#history]);
    return digest;
  }

  forget(): void {
    this.#history = [];
    this.world.forget(BASE);
  }
}

const since = ({ world }: Watched) => lineageOf(world, APP).links[0]?.base?.behindSince;

describe('behind since', () => {
  it('is when the one platform’s child moved, though the other’s stayed', () => {
    const watched = new Watched();
    const first = watched.release(1, '1', '1');
    watched.world.index(APP, [app(AMD, '1', first), app(ARM, '1', first)]);
    expect(since(watched)).toBeNull();
    watched.release(9, '1', '2');
    expect(since(watched)).toBe(day(9));
    watched.release(12, '2', '2');
    expect(since(watched)).toBe(day(9));
  });

  it('is not moved by a rebuild of another platform before or after', () => {
    const watched = new Watched();
    const first = watched.release(1, '1', '1');
    watched.world.index(APP, [app(ARM, '1', first)]);
    watched.release(3, '2', '1');
    watched.release(5, '3', '1');
    expect(since(watched)).toBeNull();
    watched.release(7, '3', '2');
    watched.release(8, '4', '2');
    expect(since(watched)).toBe(day(7));
  });

  it('goes by each platform’s own child where one digest is claimed for all of them', () => {
    const watched = new Watched();
    watched.release(1, '1', '1');
    const amd = make(os(AMD, '1')).document.digest;
    watched.world.index(
      APP,
      [os(AMD, '1'), os(ARM, '1')].map(({ platform = '', layers }) => ({
        platform,
        layers: [...layers, 'app'],
      })),
      {
        annotations: basedOn(BASE, amd),
      },
    );
    watched.release(6, '1', '2');
    expect(since(watched)).toBe(day(6));
  });

  it('is the stale platform’s time if another one was dropped', () => {
    const watched = new Watched();
    const first = watched.release(1, '1', '1');
    watched.world.index(APP, [app(AMD, '1', first), app(ARM, '1', first)]);
    watched.push(4, [os(AMD, '2')]);
    expect(lineageOf(watched.world, APP).links[0]?.base?.freshness).toBe('platform-gone');
    expect(since(watched)).toBe(day(4));
  });

  it('does not count a rebuild of the base with the same layers', () => {
    const watched = new Watched();
    const first = watched.release(1, '1', '1');
    watched.world.index(APP, [app(AMD, '1', first), app(ARM, '1', first)]);
    const rebuilt = { ...os(AMD, '1'), created: '2026-03-05T00:00:00Z' };
    watched.push(5, [rebuilt, os(ARM, '1')]);
    expect(since(watched)).toBeNull();
    watched.push(9, [rebuilt, os(ARM, '2')]);
    expect(since(watched)).toBe(day(9));
  });

  it('starts again if the tag came back to what the image is based on', () => {
    const watched = new Watched();
    const first = watched.release(1, '1', '1');
    watched.world.index(APP, [app(AMD, '1', first)]);
    watched.release(2, '2', '2');
    watched.release(3, '1', '1');
    watched.release(4, '3', '3');
    expect(since(watched)).toBe(day(4));
  });

  it('an observation of unknown content proves no earlier move', () => {
    const watched = new Watched();
    watched.release(1, '1', '1');
    watched.world.index(APP, [app(AMD, '1', make(os(AMD, '1')).document.digest)]);
    watched.forget();
    watched.see(1, digestOf('an index that was seen and never read'));
    watched.release(8, '2', '2');
    expect(since(watched)).toBe(day(8));
  });

  it('is null where the tag was never seen', () => {
    const watched = new Watched();
    const first = watched.release(1, '1', '1');
    watched.world.index(APP, [app(AMD, '1', first)]);
    watched.release(2, '2', '2');
    watched.forget();
    expect(since(watched)).toBeNull();
  });
});
