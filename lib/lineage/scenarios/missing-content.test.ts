import { describe, expect, it } from 'vitest';
import type { TagFact, Unknown } from '../facts/facts.ts';
import { basedOn, lineageOf, NOW, unread, World } from '../testing.ts';
import { drive } from '../testing-driver.ts';
import type { Freshness } from '../vocabulary/freshness.ts';

const BASE = 'registry.test/base:1';
const APP = 'registry.test/app:1';

/** An image whose base's tag is gone, though the base's content is known. */
function tagGone() {
  const world = new World();
  const old = world.image(BASE, { layers: ['os'] });
  world.image(APP, { layers: ['os', 'app'], annotations: basedOn(BASE, old) });
  world.removeTag(BASE);
  return { world, old };
}

it.each<[string, TagFact, Freshness, RegExp]>([
  [
    'the digest is still there',
    { state: 'resolved', digest: `sha256:${'0'.repeat(64)}`, observedAt: NOW },
    'base-tag-gone',
    /next build will fail\.$/,
  ],
  ['the digest is gone too', { state: 'gone', observedAt: NOW }, 'base-gone', /neither/],
  [
    'the digest could not be checked',
    unread('the registry answered 429'),
    'base-tag-gone',
    /could not check whether the digest still exists: the registry answered 429/,
  ],
])('of a base without its tag, whose content is known: %s', (_, answer, freshness, reason) => {
  const { world, old } = tagGone();
  world.tagFacts.set(`registry.test/base@${old}`, answer);
  const lineage = lineageOf(world, APP);
  expect(lineage.links[0]?.base).toMatchObject({ freshness, verification: 'verified' });
  expect(lineage.links[0]?.base?.reason).toMatch(reason);
  expect(lineage.status).toBe('broken');
});

it('the digest is requested only if the tag is gone', () => {
  const { world, old } = tagGone();
  const presence = `tag registry.test/base@${old}`;
  expect([...drive(world, APP).requested]).toContain(presence);
  world.point(BASE, old);
  expect([...drive(world, APP).requested]).not.toContain(presence);
});

it('if the claimed digest is gone, the image that proves the layers may still exist', () => {
  const { world, old } = tagGone();
  const gone = { state: 'gone', observedAt: NOW } as const;
  world.tagFacts.set(`registry.test/base@${old}`, gone);
  const index = world.index('registry.test/base:kept', [{ layers: ['os'] }]);
  world.image(APP, { layers: ['os', 'app'], annotations: basedOn(BASE, index) });
  world.tagFacts.set(`registry.test/base@${index}`, gone);
  expect(lineageOf(world, APP).links[0]?.base?.freshness).toBe('base-gone');
  world.tagFacts.delete(`registry.test/base@${old}`);
  expect(lineageOf(world, APP).links[0]?.base?.freshness).toBe('base-tag-gone');
});

describe('a registry that answers 404 to anonymous requests for what it hides', () => {
  const HIDDEN: Unknown = {
    state: 'unknown',
    reason: {
      kind: 'not-visible',
      host: 'registry.test',
      code: 'MANIFEST_UNKNOWN',
      status: 404,
      detail: 'not found, or not visible without credentials (HTTP 404)',
    },
    notVisible: true,
    absent: true,
  };

  it('gives unknown, not broken, if neither tag nor digest is visible', () => {
    const { world, old } = tagGone();
    world.tagFacts.set(BASE, HIDDEN);
    world.tagFacts.set(`registry.test/base@${old}`, HIDDEN);
    const lineage = lineageOf(world, APP);
    expect(lineage.status).toBe('unknown');
    expect(lineage.summary).toContain('not visible without credentials');
  });

  it('does not hide a tag of a repository whose digest it shows', () => {
    const { world } = tagGone();
    world.tagFacts.set(BASE, HIDDEN);
    expect(lineageOf(world, APP).links[0]?.base?.freshness).toBe('base-tag-gone');
  });

  it('does not hide a digest of a repository whose tag it shows', () => {
    const { world, old } = tagGone();
    world.forget(BASE);
    world.image(BASE, { layers: ['new'] });
    world.manifests.set(`registry.test/base@${old}`, HIDDEN);
    expect(lineageOf(world, APP).links[0]?.base?.freshness).toBe('base-digest-gone');
  });

  it('gives unknown for the image itself', () => {
    const { world } = tagGone();
    world.tagFacts.set(APP, HIDDEN);
    expect(lineageOf(world, APP).status).toBe('unknown');
  });
});
