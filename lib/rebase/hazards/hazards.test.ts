import { describe, expect, it } from 'vitest';
import { parseConfig } from '#lib/oci/image-config.ts';
import { tar } from '#lib/registry/memory/tar.ts';
import { type LayerListing, unreadLayer } from '../layer-listing/layer-listing.ts';
import { listArchive } from '../layer-listing/list-layer.ts';
import { inPieces } from '../layer-listing/testing.ts';
import type { PlanWarning } from '../rebase.ts';
import type { Configs } from './config-drift.ts';
import { hazardsOf } from './hazards.ts';
import { allSteps, layer } from './testing.ts';

const PLATFORM = 'linux/amd64';

const EMPTY = parseConfig(Buffer.from('{"architecture":"amd64","os":"linux","rootfs":{"type":"layers"}}'));
const SAME: Configs = { original: EMPTY, oldBase: EMPTY, newBase: EMPTY, mode: 'merge' };

interface Given {
  readonly app?: readonly LayerListing[];
  readonly base?: readonly LayerListing[];
  readonly oldBase?: readonly LayerListing[] | null;
  readonly configs?: Configs;
}

async function hazards({ app = [], base, oldBase, configs = SAME }: Given): Promise<PlanWarning[]> {
  const newBase = base ?? [await layer('etc/os-release', 'lib -> usr/lib', 'etc/passwd')];
  const question = { platform: PLATFORM, configs, keptLayers: app, newBase };
  return allSteps(hazardsOf({ ...question, oldBase: oldBase === undefined ? newBase : oldBase }));
}

const overwritten = (warnings: readonly PlanWarning[]) =>
  warnings
    .filter(({ kind }) => kind === 'overwrites-base')
    .map(({ detail, paths }) => [/base’s ([\w ]+) \(/.exec(detail)?.[1], paths]);

describe('app layers that overwrite base paths', () => {
  const OVERWRITES: readonly { group: string; path: string }[] = [
    { group: 'dpkg database', path: 'var/lib/dpkg/status' },
    { group: 'dpkg database', path: 'var/lib/dpkg/status.d/base' },
    { group: 'apk database', path: 'lib/apk/db/installed' },
    { group: 'apk database', path: 'usr/lib/apk/db/installed' },
    { group: 'RPM database', path: 'var/lib/rpm/rpmdb.sqlite' },
    { group: 'RPM database', path: 'var/lib/rpm/Packages' },
    { group: 'RPM database', path: 'usr/lib/sysimage/rpm/rpmdb.sqlite' },
    { group: 'pacman database', path: 'var/lib/pacman/local/glibc-2.42-1/desc' },
    { group: 'account files', path: 'etc/passwd' },
    { group: 'account files', path: 'etc/group' },
    { group: 'account files', path: 'etc/shadow' },
    { group: 'account files', path: 'etc/gshadow' },
    { group: 'account files', path: 'etc/subuid' },
    { group: 'library cache', path: 'etc/ld.so.cache' },
    { group: 'trusted certificates', path: 'etc/ssl/certs/ca-certificates.crt' },
    { group: 'trusted certificates', path: 'etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem' },
    { group: 'distribution name', path: 'etc/os-release' },
    { group: 'distribution name', path: 'usr/lib/os-release' },
    { group: 'package sources', path: 'etc/apt/sources.list' },
    { group: 'C library', path: 'lib/x86_64-linux-gnu/libc.so.6' },
    { group: 'C library', path: 'usr/lib64/libc.so.6' },
    { group: 'C library', path: 'usr/lib/aarch64-linux-gnu/libc-2.31.so' },
    { group: 'C library', path: 'lib/ld-musl-x86_64.so.1' },
  ];
  it.each(OVERWRITES)('$path is of the $group', async ({ group, path }) => {
    const base = [await layer(path)];
    expect(overwritten(await hazards({ app: [await layer(path)], base }))).toEqual([[group, [`/${path}`]]]);
    // Of a base that was read only in part, nobody knows that it lacks the file.
    const partly = base.map(
      (each): LayerListing => ({ ...each, entries: [], outcome: { state: 'stopped' } }),
    );
    expect(overwritten(await hazards({ app: [await layer(path)], base: partly }))).toEqual([
      [group, [`/${path}`]],
    ]);
  });

  it.each([
    ['the file itself', 'etc/.wh.passwd', '/etc/passwd (removed)'],
    ['its directory', '.wh.etc', '/etc (removed)'],
    ['its directory’s content', 'etc/.wh..wh..opq', '/etc/ (emptied)'],
  ])('a whiteout of %s takes it away', async (_, written, shown) => {
    const base = [await layer('etc/', 'etc/passwd')];
    expect(overwritten(await hazards({ app: [await layer(written)], base }))).toContainEqual([
      'account files',
      [shown],
    ]);
  });

  it.each([
    ['directories on the way', ['etc/', 'var/', 'var/lib/', 'var/lib/dpkg/']],
    ['files beside', ['etc/passwd-', 'etc/passwd.d/x', 'var/lib/dpkg/status-old', 'var/lib/rpm2/Packages']],
    ['the linker’s script for the C library', ['usr/lib/x86_64-linux-gnu/libc.so']],
    ['the app’s own', ['app/etc/passwd', 'srv/lib/apk/db/installed']],
    ['whiteouts of files beside', ['etc/.wh.passwd-', 'var/lib/apt/lists/.wh.partial']],
  ])('nothing is said of %s', async (_, names) => {
    const base = [await layer('etc/', 'etc/passwd', 'var/lib/dpkg/status', 'var/lib/rpm/Packages')];
    expect(await hazards({ app: [await layer(...names)], base })).toEqual([]);
  });

  it('nothing is said where the new base has no such file to hide', async () => {
    const app = [await layer('etc/ssl/certs/ca-certificates.crt', 'etc/.wh.gshadow')];
    expect(await hazards({ app, base: [await layer('etc/', 'etc/passwd')] })).toEqual([]);
  });

  it('an RPM database of another kind in the same directory still hides the base’s', async () => {
    const base = [await layer('var/lib/rpm/', 'var/lib/rpm/rpmdb.sqlite')];
    expect(overwritten(await hazards({ app: [await layer('var/lib/rpm/Packages')], base }))).toEqual([
      ['RPM database', ['/var/lib/rpm/Packages']],
    ]);
  });

  it('a file that the new base keeps behind a link is found', async () => {
    const base = [await layer('lib -> usr/lib', 'usr/', 'usr/lib/', 'usr/lib/apk/db/installed')];
    expect(overwritten(await hazards({ app: [await layer('lib/apk/db/installed')], base }))).toEqual([
      ['apk database', ['/lib/apk/db/installed']],
    ]);
  });

  it('several layers make one warning of each group, and each path is named once', async () => {
    const app = [
      await layer('etc/passwd', 'etc/ld.so.cache'),
      await layer('etc/passwd', 'etc/group'),
      await layer('etc/.wh.passwd'),
    ];
    const base = [await layer('etc/passwd', 'etc/group', 'etc/ld.so.cache')];
    expect(overwritten(await hazards({ app, base }))).toEqual([
      ['account files', ['/etc/passwd', '/etc/group', '/etc/passwd (removed)']],
      ['library cache', ['/etc/ld.so.cache']],
    ]);
  });

  it('any other file of the new base that the app replaces or removes has a warning too', async () => {
    const base = [await layer('usr/', 'usr/bin/', 'usr/bin/openssl', 'usr/share/x', 'opt -> usr')];
    const app = [
      await layer('usr/', 'usr/bin/', 'usr/bin/openssl', 'usr/bin/app', 'usr/share/.wh.x', 'opt/'),
    ];
    expect(overwritten(await hazards({ app, base }))).toEqual([
      ['files', ['/usr/bin/openssl', '/usr/share/x (removed)', '/opt']],
    ]);
  });

  it('names a limited number of paths, and counts all of them', async () => {
    const files = Array.from({ length: 80 }, (_, at) => `var/lib/dpkg/status.d/package-${at}`);
    const [warning] = await hazards({ app: [await layer(...files)], base: [await layer(...files)] });
    expect(warning?.paths).toHaveLength(50);
    expect(warning?.detail).toContain('80 paths');
  });

  it('says so where an app has too many directories to compare them all', async () => {
    const entries = Array.from({ length: 300_001 }, (_, at) => `d${at}/x`).map((path) => ({
      path,
      type: 'file' as const,
      size: 0,
      linkName: null,
    }));
    const app = [{ ...(await layer()), entries }];
    const warnings = await hazards({ app, base: [await layer('x')] });
    expect(warnings.map(({ kind }) => kind)).toEqual(['unread-layers']);
  });

  it('reads layers of the registry in memory', async () => {
    const files = [{ path: 'var/lib/dpkg/status', content: 'Package: curl' }];
    const app = [await listArchive(inPieces(tar(files)))];
    const [warning] = await hazards({ app, base: app });
    expect(warning).toMatchObject({
      kind: 'overwrites-base',
      platform: PLATFORM,
      paths: ['/var/lib/dpkg/status'],
    });
    expect(warning?.detail).toContain('scanners see the packages of the old base');
  });
});

describe('system directories that are links on one base and directories on the other', () => {
  it.each([
    ['a directory over the new base’s link', 'lib/', 'lib -> usr/lib', '/lib'],
    ['a link over the new base’s directory', 'lib -> usr/lib', 'lib/', '/lib'],
    ['a whiteout of the new base’s link', '.wh.bin', 'bin -> usr/bin', '/bin (removed)'],
    ['a directory over /usr’s own link', 'usr/sbin/', 'usr/sbin -> bin', '/usr/sbin'],
  ])('%s', async (_, inApp, inBase, shown) => {
    const warnings = await hazards({ app: [await layer(inApp)], base: [await layer(inBase)] });
    expect(overwritten(warnings)).toEqual([['system directories', [shown]]]);
  });

  it.each([
    ['directories on both', 'lib/', 'lib/'],
    ['links on both', 'lib -> usr/lib', 'lib -> usr/lib'],
    ['files behind the link', 'lib/app.so', 'lib -> usr/lib'],
    ['a directory that the base lacks', 'lib64/', 'lib/'],
  ])('%s are no clash', async (_, inApp, inBase) => {
    const warnings = await hazards({ app: [await layer(inApp)], base: [await layer(inBase)] });
    expect(overwritten(warnings).filter(([group]) => group === 'system directories')).toEqual([]);
  });

  it('warns if the base’s listing does not reach that far', async () => {
    const base = [{ ...(await layer('etc/os-release')), outcome: { state: 'stopped' } as const }];
    const warnings = await hazards({ app: [await layer('lib/')], base, oldBase: [await layer()] });
    expect(warnings).toContainEqual(expect.objectContaining({ kind: 'unread-layers', paths: ['/lib'] }));
  });
});

describe('what could not be read', () => {
  it('of the app is said for each layer, with the reason', async () => {
    const cut: LayerListing = {
      ...(await layer('a')),
      outcome: { state: 'cut', bound: 'entries', limit: 9 },
    };
    const broken: LayerListing = {
      ...(await layer('a')),
      outcome: { state: 'malformed', problem: 'it ends within a file' },
    };
    const warnings = await hazards({
      app: [await layer('a'), cut, broken, unreadLayer('the registry is unreachable')],
    });
    expect(warnings.map(({ kind, detail }) => [kind, /^Layer (\d)/.exec(detail)?.[1]])).toEqual([
      ['unread-layers', '2'],
      ['unread-layers', '3'],
      ['unread-layers', '4'],
    ]);
    expect(warnings[0]?.detail).toContain('at most 9 entries');
    expect(warnings[1]?.detail).toContain('it ends within a file');
    expect(warnings[2]?.detail).toContain('the registry is unreachable');
  });

  it('of a layer leaves what was read of it in the warnings', async () => {
    const cut: LayerListing = {
      ...(await layer('etc/passwd')),
      outcome: { state: 'cut', bound: 'entries', limit: 1 },
    };
    const kinds = (await hazards({ app: [cut] })).map(({ kind }) => kind);
    expect(kinds).toEqual(['overwrites-base', 'unread-layers']);
  });

  it.each(['old', 'new'])('of the %s base is said', async (side) => {
    const known = [await layer('etc/os-release')];
    const unread = [unreadLayer('the registry is unreachable')];
    const warnings = await hazards(
      side === 'old' ? { base: known, oldBase: unread } : { base: unread, oldBase: known },
    );
    expect(warnings.map(({ kind }) => kind)).toEqual(['unread-layers']);
    expect(warnings[0]?.detail).toContain(`distribution of the ${side} base`);
    expect(warnings[0]?.detail).toContain('the registry is unreachable');
  });

  it('because the old base is gone is said', async () => {
    const [warning] = await hazards({ oldBase: null });
    expect(warning).toMatchObject({ kind: 'unread-layers', detail: expect.stringContaining('gone') });
  });

  it('only below what had to be read is not worth a word', async () => {
    const base = [{ ...(await layer('etc/', 'etc/os-release')), outcome: { state: 'stopped' } as const }];
    expect(await hazards({ app: [await layer('app')], base })).toEqual([]);
  });
});

describe('distributions', () => {
  it('are compared by the layers’ own files', async () => {
    const alpine = await listArchive(
      inPieces(
        tar([{ path: 'etc/os-release', content: 'ID=alpine\nVERSION_ID=3.20.1\nPRETTY_NAME="Alpine 3.20"' }]),
      ),
      { wants: () => true },
    );
    const [warning] = await hazards({ base: [alpine], oldBase: [await layer('etc/os-release')] });
    expect(warning).toMatchObject({
      kind: 'distribution',
      detail: expect.stringContaining('to Alpine 3.20'),
    });
  });
});

it('puts the signs that nothing will run first, and what could not be read last', async () => {
  const arm = { ...EMPTY, architecture: 'arm64' };
  const newBase = { ...arm, config: { User: 'app' } };
  const drifted: Configs = { ...SAME, newBase, mode: 'keep-original' };
  const app = [await layer('etc/passwd'), unreadLayer('the registry is unreachable')];
  const warnings = await hazards({ app, configs: drifted, oldBase: [await layer()] });
  expect(warnings.map(({ kind }) => kind)).toEqual([
    'architecture',
    'distribution',
    'overwrites-base',
    'config-drift',
    'unread-layers',
  ]);
  expect(warnings.every(({ platform }) => platform === PLATFORM)).toBe(true);
});
