// The thread that reads an rpm database, started by rpm-database.ts. SQLite reads a file that anybody may have made: here
// it can be ended.
import { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';
import type { InstalledPackage } from '#lib/difference/packages/package.ts';
import { parseRpmHeader, RpmHeaderError } from '#lib/difference/packages/rpm-header.ts';
import type { RpmDatabaseAnswer } from './rpm-database.ts';

/** Packages of one image; the largest distributions install some thousands. */
const MAX_PACKAGES = 100_000;

const { file }: { file: string } = workerData;

function read(): RpmDatabaseAnswer {
  // `immutable`: the file is alone, without a write-ahead log and with nobody who writes.
  const database = new DatabaseSync(`file:${file}?immutable=1`, { readOnly: true, allowExtension: false });
  try {
    database.exec('pragma trusted_schema = off; pragma cell_size_check = on; pragma mmap_size = 0;');
    const table = database
      .prepare("select sql from sqlite_schema where type = 'table' and name = 'Packages'")
      .get();
    if (table === undefined) return { problem: 'it has no table of packages' };
    // A table whose columns compute something is not rpm's.
    if (
      !/^create table '?"?packages'?"?\s*\(\s*hnum integer primary key autoincrement\s*,\s*blob blob not null\s*\)$/i.test(
        String(table.sql),
      )
    )
      return { problem: 'its table of packages is not as rpm makes it' };
    const packages: InstalledPackage[] = [];
    let seen = 0;
    for (const row of database.prepare('select blob from Packages').iterate()) {
      seen += 1;
      if (seen > MAX_PACKAGES) return { problem: `it has more than ${MAX_PACKAGES} packages` };
      if (!(row.blob instanceof Uint8Array)) return { problem: 'a header in it is no bytes' };
      const found = parseRpmHeader(row.blob);
      if (found !== null) packages.push(found);
    }
    return { packages };
  } finally {
    database.close();
  }
}

function answer(): RpmDatabaseAnswer {
  try {
    return read();
  } catch (error) {
    if (error instanceof RpmHeaderError) return { problem: error.message };
    // SQLite's own messages hold nothing of the file.
    return { problem: `SQLite cannot read it: ${error instanceof Error ? error.message : String(error)}` };
  }
}

parentPort?.postMessage(answer());
