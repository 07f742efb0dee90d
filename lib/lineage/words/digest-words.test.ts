import { describe, expect, it } from 'vitest';
import { basedOn, lineageOf, World } from '../testing.ts';
import { digestRows, movedDigests } from './digest-words.ts';

const BASE = 'registry.test/base:1';
const APP = 'registry.test/app:1';
const BOTH = ['linux/amd64', 'linux/arm64'];

const ofBase = (layer: string) => BOTH.map((platform) => ({ platform, layers: [`${layer} ${platform}`] }));

function world(claimOf: (index: string, children: readonly string[]) => string) {
  const made = new World();
  const old = made.index(BASE, ofBase('os'));
  const children = ofBase('os').map((words) => made.image('registry.test/base:child', words));
  const claimed = claimOf(old, children);
  made.image(APP, {
    platform: 'linux/arm64',
    layers: ['os linux/arm64', 'app'],
    annotations: basedOn(BASE, claimed),
  });
  const now = made.index(BASE, ofBase('new'));
  const nowChildren = ofBase('new').map((words) => made.image('registry.test/base:child', words));
  const base = lineageOf(made, APP).links[0]?.base;
  if (base == null) throw new Error('no base');
  return { base, old, children, now, nowChildren };
}

describe('digests of a base', () => {
  it('a claimed index stands beside the tag’s index, a platform’s manifest beside that platform’s', () => {
    const { base, old, children, now, nowChildren } = world((index) => index);
    expect(base).toMatchObject({
      digest: old,
      digestKind: 'index',
      currentDigest: now,
      currentDigestKind: 'index',
    });
    expect(base.platforms[0]).toMatchObject({
      claimedDigest: children[1],
      claimedDigestKind: 'manifest',
      currentDigest: nowChildren[1],
    });
    expect(digestRows(base, 'linux/arm64')).toEqual([
      { of: 'index', claimed: old, current: now },
      { of: 'linux/arm64', claimed: children[1], current: nowChildren[1] },
    ]);
    expect(movedDigests(base)).toMatchObject({ claimed: old, current: now });
  });

  it('a claimed platform digest is never beside the index that the tag has', () => {
    const { base, children, now, nowChildren } = world((_, [, arm64 = '']) => arm64);
    expect(base).toMatchObject({ digest: children[1], digestKind: 'manifest', currentDigestKind: 'index' });
    const rows = digestRows(base, 'linux/arm64');
    expect(rows).toEqual([
      { of: 'index', claimed: null, current: now },
      { of: 'linux/arm64', claimed: children[1], current: nowChildren[1] },
    ]);
    expect(movedDigests(base)).toMatchObject({
      of: 'linux/arm64',
      claimed: children[1],
      current: nowChildren[1],
    });
  });

  it('a claimed digest that is gone is of no known level', () => {
    const gone = `sha256:${'0'.repeat(64)}`;
    const { base, now } = world(() => gone);
    expect(digestRows(base)).toEqual([
      { of: 'index', claimed: null, current: now },
      { of: 'digest', claimed: gone, current: null },
    ]);
  });

  it('without a claimed digest the tag’s own is shown', () => {
    const { base, now } = world(() => '');
    expect(digestRows(base)[0]).toEqual({ of: 'index', claimed: null, current: now });
  });
});
