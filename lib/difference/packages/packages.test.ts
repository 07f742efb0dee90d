import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildTree } from '../files/image-tree.ts';
import { packageDifference, type ReadDatabase } from '../package-difference.ts';
import { finish, layer } from '../testing.ts';
import { parseApk } from './apk.ts';
import { comparePackages } from './compare-packages.ts';
import { parseDpkg } from './dpkg.ts';
import { findDatabases, mayBeDatabase } from './find-databases.ts';
import { parseRpmHeader, RpmHeaderError } from './rpm-header.ts';
import { rpmHeader } from './testing-rpm.ts';

describe('parseDpkg', () => {
  it('reads what is installed, and not what was removed', () => {
    const text = `Package: libc6
Status: install ok installed
Architecture: amd64
Description: a library
 Version: 9 is a line of the description
Version: 2.36-9+deb12u8

Package: gone
Status: deinstall ok config-files
Version: 1

Package: half
Status: install ok half-installed
Version: 1
`;
    expect(parseDpkg(text)).toEqual([{ name: 'libc6', version: '2.36-9+deb12u8', architecture: 'amd64' }]);
  });

  it('reads a file of status.d, which has no status', () => {
    expect(parseDpkg('Package: base-files\r\nVersion: 12.4\r\n')).toEqual([
      { name: 'base-files', version: '12.4', architecture: '' },
    ]);
  });
});

describe('parseApk', () => {
  it('reads names, versions and architectures', () => {
    const text = 'C:Q1abc=\nP:musl\nV:1.2.5-r0\nA:x86_64\no:musl\nF:lib\nR:x\n\nP:busybox\nV:1.36.1-r29\n';
    expect(parseApk(text)).toEqual([
      { name: 'musl', version: '1.2.5-r0', architecture: 'x86_64' },
      { name: 'busybox', version: '1.36.1-r29', architecture: '' },
    ]);
  });
});

describe('parseRpmHeader', () => {
  it('reads name, epoch, version, release and architecture', () => {
    expect(
      parseRpmHeader(rpmHeader({ name: 'bash', version: '5.2', release: '1.el9', arch: 'x86_64' })),
    ).toEqual({
      name: 'bash',
      version: '5.2-1.el9',
      architecture: 'x86_64',
    });
    const withEpoch = rpmHeader({
      name: 'openssl',
      version: '3.0.7',
      release: '27.el9',
      epoch: 1,
      arch: 'x86_64',
    });
    expect(parseRpmHeader(withEpoch)?.version).toBe('1:3.0.7-27.el9');
    expect(parseRpmHeader(rpmHeader({ name: 'gpg-pubkey', version: 'a', release: 'b' }))).toBeNull();
  });

  it('refuses whatever is cut or points outside', () => {
    const whole = rpmHeader({ name: 'bash', version: '5.2', release: '1', epoch: 2, arch: 'x86_64' });
    for (let length = 0; length < whole.byteLength; length += 1)
      expect(() => parseRpmHeader(whole.subarray(0, length))).toThrow(RpmHeaderError);
    fc.assert(
      fc.property(fc.nat({ max: whole.byteLength - 1 }), fc.nat({ max: 255 }), (at, byte) => {
        const broken = Uint8Array.from(whole);
        broken[at] = byte;
        try {
          parseRpmHeader(broken);
        } catch (error) {
          expect(error).toBeInstanceOf(RpmHeaderError);
        }
      }),
    );
  });
});

describe('findDatabases', () => {
  const find = (...layers: readonly string[][]) => {
    const listings = layers.map((words) => layer(...words));
    return findDatabases(finish(buildTree(listings)), listings).map(({ kind, path, content }) => [
      kind,
      path,
      content.state === 'read' ? new TextDecoder().decode(content.bytes) : content.problem,
    ]);
  };

  it('reads only the topmost copy', () => {
    expect(find(['var/lib/dpkg/status=old'], ['var/lib/dpkg/status=new'])).toEqual([
      ['dpkg', 'var/lib/dpkg/status', 'new'],
    ]);
    expect(find(['var/lib/dpkg/status=old'], ['-var/lib/dpkg/status'])).toEqual([]);
    expect(find(['var/lib/dpkg/status=old'], ['-var/lib'])).toEqual([]);
  });

  it('reads distroless images’ files, and no checksums', () => {
    expect(
      find(
        ['var/lib/dpkg/status.d/base=A', 'var/lib/dpkg/status.d/base.md5sums=x'],
        ['var/lib/dpkg/status.d/tz=B'],
      ),
    ).toEqual([
      ['dpkg', 'var/lib/dpkg/status.d/base', 'A'],
      ['dpkg', 'var/lib/dpkg/status.d/tz', 'B'],
    ]);
  });

  it('counts a database once that links make visible twice', () => {
    expect(find(['lib->usr/lib', 'usr/lib/apk/db/installed=A'])).toEqual([
      ['apk', 'lib/apk/db/installed', 'A'],
    ]);
    expect(find(['var/lib/rpm->../../usr/lib/sysimage/rpm', 'usr/lib/sysimage/rpm/rpmdb.sqlite=A'])).toEqual([
      ['rpm', 'usr/lib/sysimage/rpm/rpmdb.sqlite', 'A'],
    ]);
  });

  it('says why other databases are not read', () => {
    expect(find(['var/lib/rpm/Packages=x'])).toEqual([
      ['rpm', 'var/lib/rpm/Packages', 'it is in the Berkeley DB format, which is not read'],
    ]);
    expect(find(['var/lib/rpm/Packages.db=x'])[0]?.[2]).toMatch(/ndb/);
    expect(find(['var/lib/rpm/rpmdb.sqlite=x', 'var/lib/rpm/rpmdb.sqlite-wal=y'])[0]?.[2]).toMatch(
      /write-ahead/,
    );
    expect(find(['var/lib/rpm/rpmdb.sqlite=x', 'var/lib/rpm/rpmdb.sqlite-wal='])[0]?.[2]).toBe('x');
  });

  it('says so where the content was not kept', () => {
    const listing = { ...layer('var/lib/dpkg/status=x'), contents: new Map() };
    const [found] = findDatabases(finish(buildTree([listing])), [listing]);
    expect(found?.content).toMatchObject({ state: 'not-read', problem: /larger than the limit/ });
  });

  it('wants the contents of databases alone', () => {
    const paths = [
      'var/lib/dpkg/status',
      'usr/lib/apk/db/installed',
      'x/rpm/rpmdb.sqlite',
      'var/lib/dpkg/status.d/a',
    ];
    for (const path of paths) expect([path, mayBeDatabase(path)]).toEqual([path, true]);
    for (const path of ['etc/status', 'var/lib/dpkg/status.d/a.md5sums', 'var/lib/dpkg/status-old'])
      expect([path, mayBeDatabase(path)]).toEqual([path, false]);
  });
});

describe('comparePackages', () => {
  const one = (name: string, version: string, architecture = 'amd64') => ({ name, version, architecture });

  it('says which way a version went', () => {
    const before = [one('a', '1.0'), one('b', '2.0'), one('c', '1.0'), one('same', '1'), one('d', '1.0')];
    const after = [one('a', '1.1'), one('b', '1.9'), one('same', '1'), one('d', '1.00'), one('e', '5')];
    expect(comparePackages('dpkg', before, after).map(({ name, change }) => `${name} ${change}`)).toEqual([
      'a upgraded',
      'b downgraded',
      'c removed',
      'd changed',
      'e added',
    ]);
  });

  it('counts each version by itself where several are installed', () => {
    const before = [one('kernel', '5-1'), one('kernel', '5-2')];
    const after = [one('kernel', '5-2'), one('kernel', '5-3'), one('kernel', '5-4')];
    expect(
      comparePackages('rpm', before, after).map((each) => [each.change, each.before ?? each.after]),
    ).toEqual([
      ['removed', '5-1'],
      ['added', '5-3'],
      ['added', '5-4'],
    ]);
  });

  it('tells architectures apart', () => {
    expect(comparePackages('dpkg', [one('a', '1')], [one('a', '1', 'arm64')])).toHaveLength(2);
  });

  it('is empty for equal lists, and reversed it swaps added and removed, upgraded and downgraded', () => {
    const list = fc.array(
      fc.record({
        name: fc.constantFrom('a', 'b', 'c'),
        version: fc.constantFrom('1.0', '1.1', '2.0~rc1', '2.0'),
        architecture: fc.constantFrom('amd64', ''),
      }),
      { maxLength: 6 },
    );
    const swapped = {
      added: 'removed',
      removed: 'added',
      upgraded: 'downgraded',
      downgraded: 'upgraded',
      changed: 'changed',
    };
    const key = (each: object) => JSON.stringify(each, Object.keys(each).sort());
    fc.assert(
      fc.property(list, list, (a, b) => {
        expect(comparePackages('dpkg', a, a)).toEqual([]);
        const back = comparePackages('dpkg', b, a).map(key).sort();
        const forth = comparePackages('dpkg', a, b).map(({ before, after, change, ...rest }) =>
          key({ ...rest, change: swapped[change], before: after, after: before }),
        );
        expect(back).toEqual(forth.sort());
      }),
    );
  });
});

describe('packageDifference', () => {
  const dpkg = (packages: ReadDatabase['packages']): ReadDatabase => ({
    kind: 'dpkg',
    path: 'var/lib/dpkg/status',
    packages,
  });
  const rpm = (packages: ReadDatabase['packages']): ReadDatabase => ({
    kind: 'rpm',
    path: 'var/lib/rpm/Packages',
    packages,
  });
  const bash = { name: 'bash', version: '5', architecture: '' };

  it('never takes a database that was not read for an empty one', () => {
    const problem = { problem: 'it is in the Berkeley DB format, which is not read' };
    expect(packageDifference([rpm(problem)], [rpm([bash])])).toEqual({
      state: 'not-compared',
      reasons: [
        '/var/lib/rpm/Packages of the image before was not read: it is in the Berkeley DB format, which is not read.',
      ],
    });
    expect(packageDifference([dpkg([bash]), rpm(problem)], [dpkg([bash])])).toMatchObject({
      state: 'compared',
      kinds: [{ kind: 'dpkg', before: 1, after: 1 }],
      items: [],
      notRead: [expect.stringContaining('was not read')],
    });
  });

  it('tells no database from a database without packages', () => {
    expect(packageDifference([], [])).toEqual({ state: 'no-database' });
    expect(packageDifference([dpkg([])], [])).toMatchObject({
      state: 'compared',
      kinds: [{ kind: 'dpkg', before: 0, after: null }],
    });
  });
});
