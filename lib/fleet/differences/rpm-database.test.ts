import { expect, it } from 'vitest';
import { rpmHeader } from '#lib/difference/packages/testing-rpm.ts';
import { readRpmDatabase } from './rpm-database.ts';
import { RPM_TABLE, rpmDatabase, sqliteFile } from './testing-rpm-database.ts';

const bash = rpmHeader({ name: 'bash', version: '5.2', release: '1.el9', arch: 'x86_64' });

it('reads the packages of a database as rpm makes it', async () => {
  expect(await readRpmDatabase(await rpmDatabase([bash]))).toEqual({
    packages: [{ name: 'bash', version: '5.2-1.el9', architecture: 'x86_64' }],
  });
  expect(await readRpmDatabase(await rpmDatabase([]))).toEqual({ packages: [] });
});

it.each<[what: string, bytes: () => Promise<Uint8Array>, problem: RegExp]>([
  [
    'no database',
    async () => Buffer.from('not a database, whatever its name says'.repeat(50)),
    /SQLite cannot read it/,
  ],
  ['another database', () => sqliteFile((db) => db.exec('create table x (y)')), /no table of packages/],
  [
    'a view in place of the table, which never ends',
    () =>
      sqliteFile((db) =>
        db.exec(
          'create view Packages as with recursive n(blob) as (select 1 union all select blob + 1 from n) select blob from n',
        ),
      ),
    /no table of packages/,
  ],
  [
    'a column that computes something',
    () => sqliteFile((db) => db.exec('create table Packages (hnum integer, blob blob as (zeroblob(1000)) )')),
    /not as rpm makes it/,
  ],
  [
    'a header that is cut',
    () =>
      sqliteFile((db) => {
        db.exec(RPM_TABLE);
        db.prepare('insert into Packages (blob) values (?)').run(bash.subarray(0, 30));
      }),
    /shorter than it says/,
  ],
  [
    'a text in place of a header',
    () =>
      sqliteFile((db) => {
        db.exec(RPM_TABLE);
        db.prepare('insert into Packages (blob) values (?)').run('text');
      }),
    /no bytes/,
  ],
])('says why it does not read %s', async (_, bytes, problem) => {
  expect(await readRpmDatabase(await bytes())).toEqual({ problem: expect.stringMatching(problem) });
});
