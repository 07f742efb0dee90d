import { afterEach, describe, expect, it } from 'vitest';
import { rpmHeader } from '#lib/difference/packages/testing-rpm.ts';
import { digestOf } from '#lib/oci/compute-digest.ts';
import { MEDIA_TYPE } from '#lib/oci/media-type.ts';
import { type ImageRecipe, image, push, pushIndex } from '#lib/registry/memory/image-builder.ts';
import { NotFoundError } from '../errors.ts';
import { fleetTests, type TestFleet } from '../testing.ts';
import { compareContents } from './compare-contents.ts';
import { compareImages } from './compare-images.ts';
import { NotComparableError } from './errors.ts';
import { rpmDatabase } from './testing-rpm-database.ts';

const openFleet = fleetTests();
let many = 0;
afterEach(() => {
  many = 0;
});

/** Pushes an image; other content each time, so that no layer is known from another test. */
async function put(fleet: TestFleet, name: string, recipe: ImageRecipe): Promise<string> {
  const reference = `${fleet.registry.host}/${name}`;
  return `${reference}@${await push(fleet.registry.registry, reference, recipe)}`;
}

const status = (versions: Record<string, string>) =>
  Object.entries(versions)
    .map(
      ([name, version]) =>
        `Package: ${name}\nStatus: install ok installed\nVersion: ${version}\nArchitecture: amd64\n`,
    )
    .join('\n');

const installed = (versions: Record<string, string>) =>
  image().layer(`RUN ${many++}`, [
    { path: 'var/lib/dpkg/status', content: status(versions) },
    { path: 'usr/lib/libc.so', content: JSON.stringify(versions) },
  ]);

const AMD64 = { platform: 'linux/amd64' };

describe('compareImages', () => {
  it('compares two digests of a tag, whatever the tag has now', async () => {
    await using fleet = await openFleet();
    const from = await put(fleet, 'os:1', installed({ libc6: '1' }));
    const to = await put(fleet, 'os:1', installed({ libc6: '2' }).runtime({ User: 'app' }));
    const difference = await compareImages(fleet.context, { from, to });
    expect(difference.platforms).toMatchObject([
      {
        platform: 'linux/amd64',
        layers: { kept: [], removed: [{}], added: [{}] },
        config: [{ path: 'config.User' }],
      },
    ]);
    const tag = from.split('@')[0] ?? '';
    expect((await compareImages(fleet.context, { from: tag, to })).platforms[0]?.layers.added).toEqual([]);
  });

  it('names the platforms that the registry does not have, and refuses what is no image', async () => {
    await using fleet = await openFleet();
    const { registry, host } = fleet.registry;
    const own = installed({ a: '1' });
    const reference = `${host}/multi:1`;
    await pushIndex(registry, reference, { images: [own, own.on('linux/arm64')] });
    const arm = own.on('linux/arm64').build().descriptor.digest;
    registry.state.repositories.get('multi')?.manifests.delete(arm);
    const to = await put(fleet, 'os:1', own);
    const difference = await compareImages(fleet.context, { from: reference, to });
    expect(difference.missing).toEqual({ from: ['linux/arm64'], to: [] });
    const config = Buffer.from('{}');
    const digest = digestOf(config);
    await registry.putBlob({ registry: host, repository: 'os', digest }, { size: 2, content: config });
    const chart = {
      schemaVersion: 2,
      mediaType: MEDIA_TYPE.ociManifest,
      config: { mediaType: 'application/vnd.cncf.helm.config.v1+json', digest, size: 2 },
      layers: [],
    };
    await registry.putManifest(
      { registry: host, repository: 'os', tag: 'chart' },
      { mediaType: MEDIA_TYPE.ociManifest, bytes: Buffer.from(JSON.stringify(chart)) },
    );
    await expect(compareImages(fleet.context, { from: `${host}/os:chart`, to })).rejects.toThrow(
      NotComparableError,
    );
  });
});

describe('compareContents', () => {
  it('lists packages and files that differ, and reads no layer twice', async () => {
    await using fleet = await openFleet();
    const from = await put(fleet, 'os:1', installed({ libc6: '2.36-9', tzdata: '2024a', gone: '1' }));
    const to = await put(fleet, 'os:1', installed({ libc6: '2.36-10', tzdata: '2024a', fresh: '1' }));
    const compared = await compareContents(fleet.context, { from, to, ...AMD64 });
    expect(compared.packages).toEqual({
      state: 'compared',
      kinds: [{ kind: 'dpkg', before: 3, after: 3 }],
      items: [
        { kind: 'dpkg', name: 'fresh', architecture: 'amd64', change: 'added', before: null, after: '1' },
        { kind: 'dpkg', name: 'gone', architecture: 'amd64', change: 'removed', before: '1', after: null },
        {
          kind: 'dpkg',
          name: 'libc6',
          architecture: 'amd64',
          change: 'upgraded',
          before: '2.36-9',
          after: '2.36-10',
        },
      ],
      notRead: [],
    });
    expect(compared.files).toMatchObject({
      state: 'compared',
      counts: { added: 0, removed: 0, changed: 2 },
      items: [{ path: 'usr/lib/libc.so' }, { path: 'var/lib/dpkg/status' }],
    });
    // Stored: neither process memory nor the registry is needed.
    const before = fleet.counter.count();
    const again = await compareContents(fleet.restarted(), { from, to, ...AMD64 });
    expect(again).toEqual(compared);
    expect(fleet.counter.count()).toBe(before);
    const back = await compareContents(fleet.context, { from: to, to: from, ...AMD64 });
    expect(back.packages).toMatchObject({
      items: [{ change: 'removed' }, { change: 'added' }, { change: 'downgraded' }],
    });
  });

  it('reads apk and rpm databases, the topmost copy alone, whiteouts honoured', async () => {
    await using fleet = await openFleet();
    const rpm = async (release: string) =>
      rpmDatabase([rpmHeader({ name: 'bash', version: '5.2', release, arch: 'x86_64' })]);
    const apk = (version: string) => `P:musl\nV:${version}\nA:x86_64\n\n`;
    const os = image().layer('ADD', [{ path: 'lib/apk/db/installed', content: apk('1.2.4-r0') }]);
    const upgraded = os.layer('RUN apk upgrade', [
      { path: 'lib/apk/db/installed', content: apk('1.2.5-r0') },
    ]);
    const from = await put(
      fleet,
      'a:1',
      os.layer('rpm', [{ path: 'var/lib/rpm/rpmdb.sqlite', content: await rpm('1') }]),
    );
    const to = await put(
      fleet,
      'a:2',
      upgraded.layer('rpm', [{ path: 'var/lib/rpm/rpmdb.sqlite', content: await rpm('2') }]),
    );
    const { packages } = await compareContents(fleet.context, { from, to, ...AMD64 });
    expect(packages).toMatchObject({
      kinds: [
        { kind: 'apk', before: 1, after: 1 },
        { kind: 'rpm', before: 1, after: 1 },
      ],
      items: [
        { name: 'musl', change: 'upgraded', before: '1.2.4-r0', after: '1.2.5-r0' },
        { name: 'bash', change: 'upgraded', before: '5.2-1', after: '5.2-2' },
      ],
    });
    const without = await put(fleet, 'a:3', upgraded.layer('rm', [{ path: 'lib/apk/.wh.db', content: '' }]));
    const removed = await compareContents(fleet.context, { from, to: without, ...AMD64 });
    expect(removed.packages).toMatchObject({
      kinds: [
        { kind: 'apk', before: 1, after: null },
        { kind: 'rpm', before: 1, after: null },
      ],
    });
  });

  it('never takes a layer that was not read for one without changes, and says why', async () => {
    await using fleet = await openFleet();
    const lost = installed({ libc6: 'lost' });
    const from = await put(fleet, 'os:1', lost);
    const to = await put(fleet, 'os:2', installed({ libc6: 'kept' }));
    const [layer] = lost.build().blobs.slice(1);
    for (const { blobs } of fleet.registry.registry.state.repositories.values())
      blobs.delete(layer?.digest ?? 'sha256:');
    const compared = await compareContents(fleet.context, { from, to, ...AMD64 });
    expect(compared.packages).toEqual(compared.files);
    expect(compared.files).toMatchObject({
      state: 'not-compared',
      reasons: [expect.stringMatching(/^Of the image before: Layer 1 of 1 .* was not read/)],
    });
    // Another repository that has the layer is enough, and the failure was not stored.
    await put(fleet, 'copy:1', lost);
    const also = `${fleet.registry.host}/copy:1`;
    expect(await compareContents(fleet.context, { from, to, also, ...AMD64 })).toMatchObject({
      packages: { state: 'compared' },
    });
  });

  it('tells an image without a package database from one without packages', async () => {
    await using fleet = await openFleet();
    const from = await put(fleet, 'os:1', image().layer('a', [{ path: 'a', content: '1' }]));
    const to = await put(fleet, 'os:2', image().layer('b', [{ path: 'a', content: '2' }]));
    const { packages } = await compareContents(fleet.context, { from, to, ...AMD64 });
    expect(packages).toEqual({ state: 'no-database' });
    await expect(compareContents(fleet.context, { from, to, platform: 'linux/arm64' })).rejects.toThrow(
      NotFoundError,
    );
  });
});
