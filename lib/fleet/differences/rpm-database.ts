import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { InstalledPackage } from '#lib/difference/packages/package.ts';

/** The packages of an rpm database, or why they were not read; completes a sentence. */
export type RpmDatabaseAnswer =
  | { readonly packages: readonly InstalledPackage[] }
  | { readonly problem: string };

const THREAD = new URL('./rpm-database-thread.ts', import.meta.url);
/** Time and memory for one database. */
const LIMIT_MS = 15_000;
const MEMORY_MB = 256;

/** The installed packages of an `rpmdb.sqlite`, by SQLite in a thread of its own, on a temporary file. */
export async function readRpmDatabase(bytes: Uint8Array): Promise<RpmDatabaseAnswer> {
  const folder = await mkdtemp(join(tmpdir(), 'baseboard-rpm-'));
  const file = join(folder, 'rpmdb.sqlite');
  try {
    await writeFile(file, bytes, { mode: 0o600 });
    return await inThread(file);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function inThread(file: string): Promise<RpmDatabaseAnswer> {
  const thread = new Worker(THREAD, {
    workerData: { file },
    execArgv: [...process.execArgv, '--disable-warning=ExperimentalWarning'],
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
  });
  const { promise, resolve } = Promise.withResolvers<RpmDatabaseAnswer>();
  const late = setTimeout(resolve, LIMIT_MS, {
    problem: `reading it takes longer than ${LIMIT_MS / 1000} s`,
  });
  thread.once('message', resolve);
  thread.once('error', (error: NodeJS.ErrnoException) =>
    resolve({
      problem:
        error.code === 'ERR_WORKER_OUT_OF_MEMORY'
          ? `reading it needs more than ${MEMORY_MB} MB of memory`
          : `reading it failed: ${error.message}`,
    }),
  );
  thread.once('exit', (code) => resolve({ problem: `reading it ended with the code ${code}` }));
  try {
    return await promise;
  } finally {
    clearTimeout(late);
    await thread.terminate();
  }
}
