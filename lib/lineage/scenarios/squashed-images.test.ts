import { describe, expect, it } from 'vitest';
import { digestOf } from '#lib/oci/compute-digest.ts';
import { isSquashed } from '../images/verify-layers.ts';
import { basedOn, type ImageWords, lineageOf, World } from '../testing.ts';

const BASE = 'registry.test/base:1';
const APP = 'registry.test/app:1';
const FLATTENED = `crane flatten sha256:${'a'.repeat(64)}`;

function world(app: Omit<ImageWords, 'annotations'>) {
  const made = new World();
  const old = made.image(BASE, { layers: ['os', 'libs'], history: ['ADD os', 'RUN libs'] });
  made.image(APP, { ...app, annotations: basedOn(BASE, old) });
  return made;
}

describe('an image whose layers were merged, which keeps its base annotations', () => {
  it.each<[string, Omit<ImageWords, 'annotations'>]>([
    ['crane flatten', { layers: ['all'], history: [FLATTENED], comment: '[{"created_by":"ADD os"}]' }],
    ['crane flatten, and layers on top', { layers: ['all', 'more'], history: [FLATTENED, 'COPY more'] }],
    [
      'docker build --squash',
      { layers: ['all'], history: [''], comment: `merge sha256:${'b'.repeat(64)} to ` },
    ],
    ['docker export and import', { layers: ['all'], history: [''], comment: 'Imported from -' }],
    ['buildah --squash', { layers: ['all'], history: ['COPY app'], comment: `FROM ${BASE}` }],
    ['more steps than layers', { layers: ['os+libs', 'app'], history: ['ADD os', 'RUN libs', 'COPY app'] }],
  ])('%s: unknown, squashed', (_, app) => {
    const made = world(app);
    const before = lineageOf(made, APP);
    expect(before.status).toBe('unknown');
    expect(before.links[0]?.base).toMatchObject({ freshness: 'up-to-date', verification: 'unverifiable' });
    expect(before.summary).toContain('squashed');
    made.image(BASE, { layers: ['os', 'libs'], history: ['made anew'] });
    expect(lineageOf(made, APP).status).toBe('unknown');
    made.image(BASE, { layers: ['os2', 'libs2'] });
    const after = lineageOf(made, APP);
    expect(after.links[0]?.base).toMatchObject({ freshness: 'stale', verification: 'unverifiable' });
    expect(after.links[0]?.base?.reason).toContain('squashed');
  });

  it('is unknown even if its base’s digest is gone: it needs no rebuild', () => {
    const made = world({ layers: ['all'], history: [FLATTENED] });
    const old = made.tag({ registry: 'registry.test', repository: 'base', tag: '1' });
    if (old?.state !== 'resolved') throw new Error('no base');
    made.forget(BASE);
    made.image(BASE, { layers: ['os2'] });
    made.removeDigest(BASE, old.digest);
    expect(lineageOf(made, APP).status).toBe('unknown');
  });
});

it('an image with other layers whose history shows no merge is still contradicted', () => {
  const made = world({ layers: ['else'], history: ['COPY flatten sha256 /'] });
  expect(lineageOf(made, APP).status).toBe('broken');
});

describe('the bottom layer of an image whose every layer has its step', () => {
  const layers = ['bottom', 'appended'].map((layer) => digestOf(layer));
  const image = (comment: string, count: number) => ({
    ...{ diffIds: layers.slice(0, count), layers: layers.slice(0, count) },
    history: [
      { createdBy: 'COPY app', comment, empty: false },
      { createdBy: 'crane append', comment: '', empty: false },
    ].slice(0, count),
  });

  it('means a squash if its step has a base, as after buildah --squash and crane append', () => {
    expect(isSquashed(image(`FROM ${BASE}`, 2))).toBe(true);
  });

  it.each(['FROM scratch', 'buildkit.dockerfile.v0', ''])(
    'means no squash if its step says "%s"',
    (comment) => {
      expect(isSquashed(image(comment, 2))).toBe(false);
    },
  );

  it('means no squash if the base has a layer without a step', () => {
    const { history } = image(`FROM ${BASE}`, 1);
    expect(isSquashed({ diffIds: layers, layers, history })).toBe(false);
  });
});
