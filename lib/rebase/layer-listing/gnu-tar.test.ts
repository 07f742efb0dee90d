import { execFileSync } from 'node:child_process';
import { linkSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LayerListing } from './layer-listing.ts';
import { listArchive } from './list-layer.ts';
import { inPieces } from './testing.ts';

const isGnuTar = (() => {
  try {
    return execFileSync('tar', ['--version'], { encoding: 'utf8' }).startsWith('tar (GNU tar)');
  } catch {
    return false;
  }
})();

const root = mkdtempSync(join(tmpdir(), 'layer-listing-'));
afterAll(() => rmSync(root, { recursive: true }));

/** The archive that GNU tar writes of a folder's files, in the order given. */
function pack(folder: string, names: readonly string[], options: readonly string[]): Buffer {
  const args = [
    '--create',
    '--no-recursion',
    '-C',
    folder,
    ...options,
    '--null',
    '--verbatim-files-from',
    '-T-',
  ];
  return execFileSync('tar', args, { input: names.join('\0'), maxBuffer: 1 << 28 });
}

const list = (bytes: Uint8Array, sizes?: readonly number[]) =>
  listArchive(inPieces(bytes, sizes), { wants: () => true });

const seen = ({ entries }: LayerListing) =>
  entries.map(({ path, type, size, linkName }) => [path, type, size, linkName]);

describe.skipIf(!isGnuTar)('archives of GNU tar (skipped where tar is another)', () => {
  const tree = join(root, 'tree');
  const long = `long/${'d'.repeat(90)}/${'e'.repeat(90)}`;
  const longer = `long/${'f'.repeat(200)}`;

  beforeAll(() => {
    for (const folder of ['etc', long]) mkdirSync(join(tree, folder), { recursive: true });
    writeFileSync(join(tree, 'etc/passwd'), 'root:x:0:0\n');
    linkSync(join(tree, 'etc/passwd'), join(tree, 'etc/passwd-'));
    symlinkSync('../usr/lib/os-release', join(tree, 'etc/os-release'));
    writeFileSync(join(tree, long, 'file'), 'deep');
    writeFileSync(join(tree, longer), 'longer');
    symlinkSync('t'.repeat(180), join(tree, 'etc/longlink'));
    writeFileSync(join(tree, 'etc/größe'), 'ü');
    execFileSync('mkfifo', [join(tree, 'etc/pipe')]);
  });

  const expected = (names: readonly string[]) =>
    [
      ['etc', 'directory', 0, null],
      ['etc/passwd', 'file', 11, null],
      ['etc/passwd-', 'hard-link', 0, 'etc/passwd'],
      ['etc/os-release', 'symlink', 0, '../usr/lib/os-release'],
      ['etc/größe', 'file', 2, null],
      ['etc/pipe', 'fifo', 0, null],
      [`${long}/file`, 'file', 4, null],
      [longer, 'file', 6, null],
      ['etc/longlink', 'symlink', 0, 't'.repeat(180)],
    ].filter(([path]) => names.includes(String(path)));

  const short = ['etc', 'etc/passwd', 'etc/passwd-', 'etc/os-release', 'etc/größe', 'etc/pipe'];
  const prefixed = [...short, `${long}/file`];
  const all = [...prefixed, longer, 'etc/longlink'];
  const FORMATS = [
    { format: 'v7', names: short.filter((name) => name !== 'etc/pipe') },
    { format: 'ustar', names: prefixed },
    { format: 'gnu', names: all },
    { format: 'oldgnu', names: all },
    { format: 'pax', names: all },
  ];
  it.each(FORMATS)('lists what $format holds, long names and links too', async ({ format, names }) => {
    const listing = await list(pack(tree, names, [`--format=${format}`]));
    expect(seen(listing)).toEqual(expected(names));
    expect(listing.outcome).toEqual({ state: 'complete' });
    expect(listing.readToEnd).toBe(true);
    expect(Buffer.from(listing.contents.get('etc/passwd') ?? '').toString()).toBe('root:x:0:0\n');
  });

  const SPARSE = [
    'gnu',
    'oldgnu',
    'pax --sparse-version=0.0',
    'pax --sparse-version=0.1',
    'pax --sparse-version=1.0',
  ];
  it.each(SPARSE)(
    'reports a sparse file’s size with its holes, and finds what follows: %s',
    async (format) => {
      const folder = join(root, format);
      mkdirSync(folder);
      const sparse = join(folder, 'sparse');
      writeFileSync(sparse, 'start');
      // Pieces of data between holes, more than a header's own map holds.
      for (let piece = 1; piece <= 40; piece++) {
        truncateSync(sparse, piece * 65_536);
        writeFileSync(sparse, 'data', { flag: 'a' });
      }
      writeFileSync(join(folder, 'after'), 'after');
      const options = ['--sparse', '--hole-detection=raw', ...`--format=${format}`.split(' ')];
      const listing = await list(pack(folder, ['sparse', 'after'], options));
      expect(seen(listing)).toEqual([
        ['sparse', 'file', 40 * 65_536 + 4, null],
        ['after', 'file', 5, null],
      ]);
      expect([...listing.contents.keys()]).toEqual(['after']);
    },
  );

  it('reads an archive with a label and global headers', async () => {
    const options = ['--format=pax', '--label=layer', '--pax-option=globexthdr.name=g,comment=all'];
    const listing = await list(pack(tree, ['etc/passwd'], options));
    expect(seen(listing)).toEqual([['etc/passwd', 'file', 11, null]]);
  });

  const name = fc
    .array(fc.constantFrom('a', 'b', 'Z', '9', '-', ' ', 'é', '日', 'ꙮ'), { minLength: 1, maxLength: 60 })
    .map((letters) => `n${letters.join('')}`);
  const path = fc.array(name, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/'));
  const files = fc.uniqueArray(fc.tuple(path, fc.uint8Array({ maxLength: 1500 })), {
    minLength: 1,
    maxLength: 6,
    selector: ([each]) => each.split('/')[0],
  });

  it('lists any files with any names, in any format and however the bytes arrive', async () => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(
        files,
        fc.constantFrom('gnu', 'pax'),
        fc.array(fc.integer({ min: 1, max: 1500 }), { minLength: 1, maxLength: 5 }),
        async (written, format, sizes) => {
          run += 1;
          const folder = join(root, `run-${run}`);
          for (const [each, content] of written) {
            mkdirSync(join(folder, dirname(each)), { recursive: true });
            writeFileSync(join(folder, each), content);
          }
          const names = written.map(([each]) => each);
          const listing = await list(pack(folder, names, [`--format=${format}`]), sizes);
          expect(listing.outcome).toEqual({ state: 'complete' });
          expect(seen(listing)).toEqual(
            written.map(([each, content]) => [each, 'file', content.length, null]),
          );
          expect([...listing.contents]).toEqual(
            written.map(([each, content]) => [each, Uint8Array.from(content)]),
          );
        },
      ),
      { numRuns: 40 },
    );
  });
});
