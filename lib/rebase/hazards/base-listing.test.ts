import { describe, expect, it } from 'vitest';
import { digestOf } from '#lib/oci/compute-digest.ts';
import type { Digest } from '#lib/oci/digest.ts';
import { MEDIA_TYPE } from '#lib/oci/media-type.ts';
import { createMemoryRegistry } from '#lib/registry/memory/memory-registry.ts';
import type { LayerListing } from '../layer-listing/layer-listing.ts';
import { archive, type Written } from '../layer-listing/testing.ts';
import { effectiveOsRelease, listBase, listLayers } from './base-listing.ts';

const PLACE = { registry: 'r.test', repository: 'base' };

/** A registry that holds these layers, bottom first, and what a manifest calls them. */
async function pushed(...layers: readonly (readonly Written[])[]) {
  const registry = createMemoryRegistry();
  const names: { digest: Digest; mediaType: string }[] = [];
  for (const entries of layers) {
    const blob = archive(...entries);
    const digest = digestOf(blob);
    await registry.putBlob({ ...PLACE, digest }, { size: blob.byteLength, content: blob });
    names.push({ digest, mediaType: MEDIA_TYPE.ociLayer });
  }
  return { registry, names };
}

async function osReleaseOf(...layers: readonly (readonly Written[])[]) {
  const { registry, names } = await pushed(...layers);
  return effectiveOsRelease(await listBase(registry, PLACE, names));
}

const file = (name: string, content: string): Written => ({ name, content });
const link = (name: string, linkName: string): Written => ({ name, flag: '2', linkName });
const DIRECTORIES: Written[] = ['bin/', 'etc/', 'lib/', 'sbin/', 'usr/', 'usr/lib/'].map((name) => ({
  name,
  flag: '5',
}));
const ETC = file('etc/os-release', 'ID=etc');
const USR = file('usr/lib/os-release', 'ID=usr');
const TO_USR = link('etc/os-release', '../usr/lib/os-release');

describe('the distribution that layers name', () => {
  const CASES: readonly { name: string; layers: Written[][]; id: string | null }[] = [
    { name: 'in etc', layers: [[ETC]], id: 'etc' },
    { name: 'in usr/lib, where etc has none', layers: [[USR]], id: 'usr' },
    { name: 'in etc before usr/lib', layers: [[ETC, USR]], id: 'etc' },
    { name: 'by a link', layers: [[TO_USR, USR]], id: 'usr' },
    {
      name: 'by a link from the root',
      layers: [[link('etc/os-release', '/usr/lib/os-release'), USR]],
      id: 'usr',
    },
    {
      name: 'by a hard link',
      layers: [[USR, { name: 'etc/os-release', flag: '1', linkName: 'usr/lib/os-release' }]],
      id: 'usr',
    },
    {
      name: 'by two links, as Fedora does',
      layers: [
        [
          TO_USR,
          link('usr/lib/os-release', './os.release.d/os-release-container'),
          file('usr/lib/os.release.d/os-release-container', 'ID=fedora'),
        ],
      ],
      id: 'fedora',
    },
    {
      name: 'through a linked directory',
      layers: [[link('usr', 'system/usr'), file('system/usr/lib/os-release', 'ID=linked')]],
      id: 'linked',
    },
    {
      name: 'in the upper layer over the lower',
      layers: [[TO_USR, USR], [file('usr/lib/os-release', 'ID=upper')]],
      id: 'upper',
    },
    {
      name: 'in usr/lib, where the upper layer took etc’s away',
      layers: [[ETC, USR], [{ name: 'etc/.wh.os-release' }]],
      id: 'usr',
    },
    {
      name: 'in usr/lib, where the upper layer emptied etc',
      layers: [[ETC, USR], [{ name: 'etc/.wh..wh..opq' }]],
      id: 'usr',
    },
    {
      name: 'nowhere, where both were taken away',
      layers: [
        [ETC, USR],
        [{ name: '.wh.etc' }, { name: 'usr/.wh.lib' }],
      ],
      id: null,
    },
    { name: 'nowhere, where the link dangles', layers: [[TO_USR]], id: null },
    {
      name: 'nowhere, where a directory has that name',
      layers: [[{ name: 'etc/os-release/', flag: '5' }]],
      id: null,
    },
    { name: 'nowhere, in an image from scratch', layers: [[file('app', '')]], id: null },
    { name: 'nowhere, without layers', layers: [], id: null },
  ];
  it.each(CASES)('$name', async ({ layers, id }) => {
    const found = await osReleaseOf(...layers);
    expect(found.state).toBe(id === null ? 'unnamed' : 'named');
    expect(found.state === 'named' ? found.osRelease.id : null).toBe(id);
  });

  it('is unknown, and not absent, where a layer above could not be read', async () => {
    const { registry, names } = await pushed([ETC]);
    const gone = { digest: digestOf(Buffer.from('gone')), mediaType: MEDIA_TYPE.ociLayer };
    const found = effectiveOsRelease(await listBase(registry, PLACE, [...names, gone]));
    expect(found).toMatchObject({ state: 'unknown', problem: expect.stringContaining('no such blob') });
  });

  it('is unknown where the file is larger than what is kept', async () => {
    const { registry, names } = await pushed([file('etc/os-release', '#'.repeat(100_000))]);
    const found = effectiveOsRelease(await listBase(registry, PLACE, names));
    expect(found).toMatchObject({ state: 'unknown', problem: expect.stringContaining('65536') });
  });
});

describe('listing a base', () => {
  it('does not read below a layer that has everything', async () => {
    const { registry, names } = await pushed(
      [file('below', '')],
      [...DIRECTORIES, ETC, USR, file('behind', '')],
    );
    const { reader, opened } = watched(registry);
    const listings = await listBase(reader, PLACE, names);
    expect(opened).toEqual([names[1]?.digest]);
    expect(listings.map(({ outcome }) => outcome.state)).toEqual(['stopped', 'stopped']);
    expect(paths(listings[1])).not.toContain('behind');
  });

  it('reads further if the upper layers have only some of it', async () => {
    const { registry, names } = await pushed(
      [...DIRECTORIES, TO_USR, USR, file('behind', '')],
      [file('upper', '')],
    );
    const listings = await listBase(registry, PLACE, names);
    expect(listings.map(({ outcome }) => outcome.state)).toEqual(['stopped', 'complete']);
    expect(effectiveOsRelease(listings)).toMatchObject({ osRelease: { id: 'usr' } });
  });

  it('does not stop before it knows which system directories are links', async () => {
    const { registry, names } = await pushed([{ name: 'etc/', flag: '5' }, ETC, link('lib', 'usr/lib')]);
    const [listing] = await listBase(registry, PLACE, names);
    expect(paths(listing)).toContain('lib');
  });
});

describe('listing an app’s layers', () => {
  it('reads each to its end, bottom first', async () => {
    const { registry, names } = await pushed([file('a', '')], [ETC, file('b', '')]);
    const listings = await listLayers(registry, PLACE, names);
    expect(listings.map(paths)).toEqual([['a'], ['etc/os-release', 'b']]);
    expect(listings.every(({ outcome, readToEnd }) => outcome.state === 'complete' && readToEnd)).toBe(true);
  });

  it('never fetches a foreign layer, and says so', async () => {
    const { reader, opened } = watched(createMemoryRegistry());
    const foreign = { digest: digestOf(Buffer.from('x')), mediaType: MEDIA_TYPE.dockerForeignLayer };
    const [listing] = await listLayers(reader, PLACE, [foreign]);
    expect(listing?.outcome).toMatchObject({
      state: 'unread',
      problem: expect.stringContaining('never fetched'),
    });
    expect(opened).toEqual([]);
  });
});

const paths = (listing: LayerListing | undefined) => listing?.entries.map(({ path }) => path);

function watched(registry: ReturnType<typeof createMemoryRegistry>) {
  const opened: Digest[] = [];
  const reader = {
    openBlob(...[address, options]: Parameters<typeof registry.openBlob>) {
      opened.push(address.digest);
      return registry.openBlob(address, options);
    },
  };
  return { reader, opened };
}
