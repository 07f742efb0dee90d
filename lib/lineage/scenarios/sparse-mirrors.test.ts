import { describe, expect, it } from 'vitest';
import { isIndex, isManifest } from '#lib/oci/manifest.ts';
import { MEDIA_TYPE } from '#lib/oci/media-type.ts';
import type { Unknown } from '../facts/facts.ts';
import { basedOn, type ImageWords, lineageOf, make, unread, World } from '../testing.ts';

const BASE = 'mirror.test/base:1';
const APP = 'mirror.test/app:1';
const BOTH = ['linux/amd64', 'linux/arm64'];
const BASE_PLACE = { registry: 'mirror.test', repository: 'base' };
const APP_PLACE = { registry: 'mirror.test', repository: 'app' };

const images = (layer: string, more: Partial<ImageWords> = {}): ImageWords[] =>
  BOTH.map((platform) => ({ platform, layers: [`${layer} ${platform}`], ...more }));

function world() {
  const made = new World();
  const old = made.index(BASE, images('os'));
  made.index(
    APP,
    BOTH.map((platform) => ({
      platform,
      layers: [`os ${platform}`, 'app'],
      annotations: basedOn(BASE, old),
    })),
  );
  return { made, old };
}

/** The mirror does not have a child, or has it without its config. */
function lose(
  made: World,
  place: typeof BASE_PLACE,
  digest: string,
  platform: string,
  what: 'manifest' | 'config',
  fact: { state: 'gone' } | Unknown = { state: 'gone' },
) {
  const key = `${place.registry}/${place.repository}`;
  const index = made.manifests.get(`${key}@${digest}`);
  if (index?.state !== 'present' || !isIndex(index.document)) throw new Error('no index');
  const child = index.document.content.manifests.find(
    (each) => `${each.platform?.os}/${each.platform?.architecture}` === platform,
  )?.digest;
  const manifest = made.manifests.get(`${key}@${child}`);
  if (manifest?.state !== 'present' || !isManifest(manifest.document)) throw new Error('no child');
  if (what === 'manifest') made.manifests.set(`${key}@${child}`, fact);
  else made.configs.set(`${key}@${manifest.document.content.config.digest}`, fact);
}

const SAID = {
  manifest: 'the registry lists linux/arm64 in this index but does not have its manifest',
  config: 'the registry has the linux/arm64 manifest but not the config that it names',
};

describe.each(['manifest', 'config'] as const)('a mirror without the %s of one platform', (what) => {
  it('of the claimed base: unknown, with that reason', () => {
    const { made, old } = world();
    lose(made, BASE_PLACE, old, 'linux/arm64', what);
    const lineage = lineageOf(made, APP);
    expect(lineage.status).toBe('unknown');
    const [amd64, arm64] = lineage.links[0]?.base?.platforms ?? [];
    expect(amd64).toMatchObject({ freshness: 'up-to-date', verification: 'verified' });
    expect(arm64?.verification).toBe('unverifiable');
    expect(arm64?.reason).toContain(SAID[what]);
    expect(lineage.summary).not.toMatch(/gone|rebuild/i);
  });

  it('of what the tag has now: unknown, not gone', () => {
    const { made } = world();
    const now = made.index(BASE, images('new'));
    lose(made, BASE_PLACE, now, 'linux/arm64', what);
    const [, arm64] = lineageOf(made, APP).links[0]?.base?.platforms ?? [];
    expect(arm64).toMatchObject({ freshness: 'unknown', reason: expect.stringContaining(SAID[what]) });
  });

  it('that answers 404 to anonymous requests does not have the claimed digest gone, though its tag moved', () => {
    const { made, old } = world();
    const reason = 'not found, or not visible without credentials (HTTP 404)';
    lose(made, BASE_PLACE, old, 'linux/arm64', what, {
      ...unread(reason, { notVisible: true, absent: true }),
    });
    made.index(BASE, images('new'));
    const [, arm64] = lineageOf(made, APP).links[0]?.base?.platforms ?? [];
    expect(arm64).toMatchObject({ freshness: 'stale', verification: 'unverifiable' });
    made.index(BASE, images('os', { created: '2026-02-02T00:00:00Z' }));
    const lineage = lineageOf(made, APP);
    expect(lineage.status).toBe('unknown');
    expect(lineage.summary).toContain(reason);
  });

  it('of the image itself: unknown for that platform', () => {
    const { made } = world();
    const app = made.tag({ ...APP_PLACE, tag: '1' });
    if (app?.state !== 'resolved') throw new Error('no tag');
    lose(made, APP_PLACE, app.digest, 'linux/arm64', what);
    const lineage = lineageOf(made, APP);
    expect(lineage.status).toBe('unknown');
    expect(lineage.links[0]?.base?.platforms[1]).toMatchObject({
      platform: 'linux/arm64',
      freshness: 'unknown',
      reason: expect.stringContaining('but'),
    });
  });
});

it('a single manifest whose config is missing is unknown, not gone', () => {
  const { made, old } = world();
  made.image(BASE, { layers: ['single'] });
  const single = make({ layers: ['single'] });
  made.configs.set(`mirror.test/base@${single.config.digest}`, { state: 'gone' });
  const [amd64] = lineageOf(made, APP).links[0]?.base?.platforms ?? [];
  expect(amd64).toMatchObject({ freshness: 'unknown', reason: expect.stringContaining('not the config') });
  expect(old).toBeDefined();
});

describe('an artifact in an index', () => {
  const artifact = (more: Partial<ImageWords> = {}) =>
    make({ layers: ['sbom'], configType: MEDIA_TYPE.ociEmpty, ...more });

  it.each([
    ['with the empty config', MEDIA_TYPE.ociEmpty],
    ['with a config type of its own', 'application/vnd.example.sbom.v1+json'],
  ])('%s never takes an image’s platform, listed before it', (_, configType) => {
    const made = new World();
    const old = made.index(BASE, [artifact({ configType }), ...images('os')]);
    made.index(APP, [
      artifact({ configType }),
      ...BOTH.map((platform) => ({
        platform,
        layers: [`os ${platform}`, 'app'],
        annotations: basedOn(BASE, old),
      })),
    ]);
    const lineage = lineageOf(made, APP);
    expect(lineage.status).toBe('up-to-date');
    expect(lineage.links[0]?.platforms.map(({ platform }) => platform)).toEqual(BOTH);
  });

  it('without a platform is passed over', () => {
    const made = new World();
    const image = make({ layers: ['os'] });
    const old = made.index(BASE, [artifact(), image], { silent: true });
    made.image(APP, { layers: ['os', 'app'], annotations: basedOn(BASE, old) });
    expect(lineageOf(made, APP).status).toBe('up-to-date');
  });
});
