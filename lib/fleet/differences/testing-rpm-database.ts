import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** An rpmdb.sqlite with these statements, as its bytes. */
export async function sqliteFile(fill: (database: DatabaseSync) => void): Promise<Uint8Array> {
  const folder = await mkdtemp(join(tmpdir(), 'baseboard-test-'));
  try {
    const file = join(folder, 'rpmdb.sqlite');
    const database = new DatabaseSync(file);
    fill(database);
    database.close();
    return Uint8Array.from(await readFile(file));
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The table as rpm makes it, with these header blobs. */
export function rpmDatabase(headers: readonly Uint8Array[]): Promise<Uint8Array> {
  return sqliteFile((database) => {
    database.exec(RPM_TABLE);
    for (const header of headers) database.prepare('insert into Packages (blob) values (?)').run(header);
  });
}

export const RPM_TABLE = `CREATE TABLE 'Packages' (hnum INTEGER PRIMARY KEY AUTOINCREMENT,blob BLOB NOT NULL)`;
