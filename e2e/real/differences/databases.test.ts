import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parseDpkg } from '#lib/difference/packages/dpkg.ts';
import { readRpmDatabase } from '#lib/fleet/differences/rpm-database.ts';
import { findProgram, run } from '../run-program.ts';

const missing = ['dpkg-query', 'rpm', 'rpmbuild'].find((program) => findProgram(program) === undefined);

it.skipIf(missing)('reads this machine’s packages as dpkg-query does', { timeout: 60_000 }, async () => {
  const format = `\${Package} \${Version} \${Architecture} \${db:Status-Status}\n`;
  const stdout = await run('dpkg-query', ['-W', `-f=${format}`]);
  const wanted = stdout
    .split('\n')
    .flatMap((line) => (/ installed$/.test(line) ? [line.replace(/ installed$/, '')] : []));
  const read = parseDpkg(await readFile('/var/lib/dpkg/status', 'utf8')).map(
    ({ name, version, architecture }) => `${name} ${version} ${architecture}`,
  );
  expect(wanted.length).toBeGreaterThan(50);
  expect(read.sort()).toEqual(wanted.sort());
});

it.skipIf(missing)('reads an rpm database that rpm wrote', { timeout: 60_000 }, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'baseboard-rpm-'));
  try {
    const spec = (name: string, more: string) =>
      `Name: ${name}\nVersion: 1.2~rc1\nRelease: 3\n${more}Summary: x\nLicense: x\nBuildArch: noarch\n%description\nx\n%files\n`;
    const database = join(folder, 'db');
    for (const [name, more] of [
      ['plain', ''],
      ['epoch', 'Epoch: 2\n'],
    ] as const) {
      const file = join(folder, `${name}.spec`);
      await writeFile(file, spec(name, more));
      await run('rpmbuild', ['-bb', '--define', `_topdir ${folder}/top`, file]);
      const built = join(folder, 'top', 'RPMS', 'noarch', `${name}-1.2~rc1-3.noarch.rpm`);
      const setting = ['--define', '_db_backend sqlite', '--dbpath', database];
      await run('rpm', [...setting, '-i', '--nodeps', '--force-debian', built]);
    }
    // Closed in order, rpm leaves an empty write-ahead log.
    const answer = await readRpmDatabase(await readFile(join(database, 'rpmdb.sqlite')));
    expect(answer).toEqual({
      packages: [
        { name: 'plain', version: '1.2~rc1-3', architecture: 'noarch' },
        { name: 'epoch', version: '2:1.2~rc1-3', architecture: 'noarch' },
      ],
    });
  } finally {
    await rm(folder, { recursive: true });
  }
});
