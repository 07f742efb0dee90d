import { describe, expect, it } from 'vitest';
import { ANNOTATION } from '#lib/oci/annotations.ts';
import { diffIds } from '#lib/oci/image-config.ts';
import { parseReference } from '#lib/oci/reference.ts';
import type { PlatformImageSource } from '../rebase.ts';
import { blobId, HOST, imageOf, indexOf, layerId, questionOf, resultOf } from '../testing.ts';
import { ARM64, app, made, newBase, oldBase, planned, refusal } from './testing.ts';

const simple = () => questionOf(app(), oldBase(), newBase());

describe('a rebase', () => {
  it('puts the new base’s layers under the image’s own', () => {
    const plan = planned(simple());
    const { manifest, config, document } = made(plan);
    expect(manifest.layers.map(({ digest }) => digest)).toEqual(
      ['new', 'newer', 'app'].map((name) => blobId(name)),
    );
    expect(diffIds(config)).toEqual(['new', 'newer', 'app'].map(layerId));
    expect(config.history?.map(({ created_by }) => created_by)).toEqual([
      'make new',
      'make newer',
      'make app',
    ]);
    expect(document.digest).toBe(plan.toDigest);
    expect(plan.fromDigest).toBe(app().document.digest);
    expect(plan.mounts.map(({ digest }) => digest)).toEqual([blobId('new'), blobId('newer')]);
    expect(plan.copies).toEqual([]);
    expect(plan.requests).toBe(2 + 2 + 1 + 2);
  });

  it('names its base, fully qualified, with the digest that the name resolves to', () => {
    const base = indexOf([newBase(), newBase({ platform: ARM64 })]);
    const { manifest } = made(planned(questionOf(app(), oldBase(), base)));
    expect(manifest.annotations).toMatchObject({
      [ANNOTATION.baseName]: `${HOST}/library/base:1`,
      [ANNOTATION.baseDigest]: base.document.digest,
    });
  });

  it('keeps every other annotation, unknown fields, and the order of the keys', () => {
    const original = app({
      annotations: { 'org.example.team': 'shop' },
      manifest: { 'x-unknown': { kept: true } },
      top: { 'x-top': 1, author: 'someone' },
    });
    const plan = planned(questionOf(original, oldBase(), newBase()));
    const { manifest, config } = made(plan);
    expect(manifest.annotations).toMatchObject({ 'org.example.team': 'shop' });
    expect(manifest).toMatchObject({ 'x-unknown': { kept: true } });
    expect(config).toMatchObject({ 'x-top': 1, author: 'someone' });
    const keys = Object.keys(JSON.parse(new TextDecoder().decode(original.document.bytes)));
    expect(Object.keys(JSON.parse(plan.documents.at(-1)?.text ?? '{}'))).toEqual(keys);
  });

  it('drops the embedded copy of a config that is no longer the config', () => {
    const original = app();
    const raw = JSON.parse(new TextDecoder().decode(original.document.bytes));
    const withData = app({ manifest: { config: { ...raw.config, data: 'e30=' } } });
    expect(made(planned(questionOf(withData, oldBase(), newBase()))).manifest.config.data).toBeUndefined();
  });

  it('is the same for the same question, to the byte', () => {
    expect(planned(simple())).toEqual(planned(simple()));
  });

  it('done once is current: a second one is refused', () => {
    const plan = planned(simple());
    const again = questionOf(resultOf(plan.documents), newBase(), newBase());
    expect(refusal(again)).toBe('already-current');
  });

  it('goes to a new tag where one is named', () => {
    const target = parseReference(`${HOST}/apps/shop:1.1`);
    const plan = planned(questionOf(app(), oldBase(), newBase(), { target, targetDigest: null }));
    expect(plan).toMatchObject({ target: `${HOST}/apps/shop:1.1`, targetDigest: null });
  });

  it('mounts the image’s own layers too where the target is another repository', () => {
    const target = parseReference(`${HOST}/copies/shop:1.0`);
    const plan = planned(questionOf(app(), oldBase(), newBase(), { target, targetDigest: null }));
    expect(new Set(plan.mounts.map(({ digest }) => digest))).toEqual(
      new Set(['app', 'new', 'newer'].map((name) => blobId(name))),
    );
  });

  it('copies across registries, and counts the bytes', () => {
    const base = parseReference('docker.io/library/debian:12');
    const plan = planned(
      questionOf(app(), oldBase(), newBase(), {
        newBase: { reference: base, source: newBase() },
        oldBaseName: base,
      }),
    );
    expect(plan.mounts).toEqual([]);
    expect(plan.copies.map(({ from }) => from.registry)).toEqual(['docker.io', 'docker.io']);
    expect(plan.bytesToCopy).toBe(1003 + 1005);
    expect(plan.requests).toBe(2 * 3 + 2 + 1 + 2);
  });

  it('moves no layer that is there already: one the bases share, one the app has itself', () => {
    const next = imageOf({ layers: ['old', 'app', 'newer'] });
    const plan = planned(questionOf(app(), oldBase(), next));
    expect(plan.mounts.map(({ digest }) => digest)).toEqual([blobId('newer')]);
    expect(diffIds(made(plan).config)).toEqual(['old', 'app', 'newer', 'app'].map(layerId));
  });

  it('moves no foreign layer', () => {
    const type = 'application/vnd.oci.image.layer.nondistributable.v1.tar+gzip';
    expect(planned(questionOf(app(), oldBase(), newBase({ layerType: type }))).mounts).toEqual([]);
  });

  it('warns where another base is named', () => {
    const other = { reference: parseReference(`${HOST}/library/other:2`), source: newBase() };
    const { warnings } = planned(questionOf(app(), oldBase(), newBase(), { newBase: other }));
    expect(warnings.map(({ kind }) => kind)).toContain('other-base');
  });
});

describe('self-reference and cycles', () => {
  it('an image whose base is its own tag is refused: the push would overwrite the base', () => {
    const own = parseReference(`${HOST}/apps/shop:1.0`);
    const question = questionOf(app(), oldBase(), newBase(), {
      oldBaseName: own,
      newBase: { reference: own, source: newBase() },
    });
    expect(refusal(question)).toBe('ambiguous');
  });

  it('a target that is the new base’s tag is refused', () => {
    const target = parseReference(`${HOST}/library/base:1`);
    expect(refusal(questionOf(app(), oldBase(), newBase(), { target }))).toBe('ambiguous');
  });

  it('a new base that is the image itself, under whatever name, is refused: its layers would double', () => {
    expect(refusal(questionOf(app(), oldBase(), app()))).toBe('already-current');
    expect(refusal(questionOf(app(), oldBase(), indexOf([app(), app({ platform: ARM64 })])))).toBe(
      'already-current',
    );
  });
});

describe('what is moved', () => {
  it('a layer that both the base’s and the image’s repository have is mounted, where one of them can be', () => {
    const target = parseReference('registry.example.com/apps/shop:1.0');
    const next = imageOf({ layers: ['app', 'new'] });
    const plan = planned(
      questionOf(app(), oldBase(), next, {
        target,
        targetDigest: null,
        newBase: { reference: parseReference('registry.example.com/base:1'), source: next },
      }),
    );
    expect(plan.mounts.map(({ digest }) => digest).toSorted()).toEqual(
      [blobId('app'), blobId('new')].toSorted(),
    );
    expect(plan.copies).toEqual([]);
  });

  it('nothing, where the new base’s repository is the target’s and so has its layers', () => {
    const base = parseReference(`${HOST}/apps/shop:base`);
    const plan = planned(
      questionOf(app(), oldBase(), newBase(), { newBase: { reference: base, source: newBase() } }),
    );
    expect([plan.mounts, plan.copies, plan.bytesToCopy]).toEqual([[], [], 0]);
  });
});

it('cascade of three: each is planned on the documents of the one before it, before anything is pushed', () => {
  const named = (name: string) => parseReference(`${HOST}/${name}:1`);
  const chain = [oldBase(), imageOf({ layers: ['old', 'mid'] }), imageOf({ layers: ['old', 'mid', 'app'] })];
  const [bottom, middle, top] = chain as [PlatformImageSource, PlatformImageSource, PlatformImageSource];
  const first = planned(
    questionOf(middle, bottom, newBase(), { reference: named('mid'), target: named('mid') }),
  );
  const fresh = resultOf(first.documents);
  const second = planned(
    questionOf(top, middle, fresh, {
      oldBaseName: named('mid'),
      newBase: { reference: named('mid'), source: fresh },
    }),
  );
  expect(second.newBase.digest).toBe(first.toDigest);
  const [platform] = second.platforms;
  expect(
    [...(platform?.layersAdded ?? []), ...(platform?.layersKept ?? [])].map(({ diffId }) => diffId),
  ).toEqual(['new', 'newer', 'mid', 'app'].map(layerId));
});

it('a layer that both bases have is kept, and a base with another config alone keeps all', () => {
  const shared = planned(questionOf(app(), oldBase(), newBase({ layers: ['old', 'more'] }))).platforms[0];
  const ids = (layers: readonly { diffId: string }[] = []) => layers.map(({ diffId }) => diffId);
  expect([shared?.layersRemoved, shared?.layersAdded, shared?.layersKept].map(ids)).toEqual([
    [],
    [layerId('more')],
    [layerId('old'), layerId('app')],
  ]);
  const config = { Env: ['A=2'] };
  const settings = planned(questionOf(app(), oldBase(), oldBase({ config }))).platforms[0];
  expect([settings?.layersRemoved, settings?.layersAdded]).toEqual([[], []]);
  expect(settings?.config.changes).toEqual([{ path: 'config.Env.A', before: null, after: '2' }]);
});

it('rollback goes to what the tag held: the original’s digest', () => {
  const both = (layers: string[]) => indexOf([imageOf({ layers }), imageOf({ layers, platform: ARM64 })]);
  const original = both(['old', 'app']);
  const plan = planned(questionOf(original, both(['old']), both(['new'])));
  expect([plan.fromDigest, plan.targetDigest]).toEqual([original.document.digest, original.document.digest]);
  expect(plan.documents.map(({ digest }) => digest)).not.toContain(original.document.digest);
});
