import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findBinaries } from './binaries.ts';
import { ensureCluster, USER } from './cluster.ts';
import { lockData } from './data-lock.ts';
import { type Launched, launch, stopServer, untilReady } from './launch.ts';
import { findPostmaster, type Postmaster } from './postmaster.ts';
import { isAlive } from './processes.ts';
import { EmbeddedServerError, explainFileError } from './trouble.ts';

/** A running embedded server. */
export interface EmbeddedServer {
  /** `postgres://…` for any PostgreSQL client on this machine; the same after a restart. */
  readonly url: string;
  /** The postmaster's PID now. */
  readonly pid: number;
  /** Resolves if the server ended unexpectedly and could not be restarted. Nothing works from then on. */
  readonly lost: Promise<EmbeddedServerError>;
  /** Stops the server cleanly (fast shutdown) and releases the data directory. */
  stop(): Promise<void>;
}

/** How often the server is checked. */
const WATCH_MS = 250;
/** Pauses before each restart attempt: the processes of a killed server take a moment to end. */
const RESTART_PAUSES_MS = [100, 500, 1000, 2000, 4000, 8000];
/** Gives up after this many unexpected ends within this time. */
const MOST_ENDS = 5;
const ENDS_WITHIN_MS = 60_000;

/**
 * Starts PostgreSQL on `<directory>/postgres`, creating the cluster on first use, and restarts it if it is killed.
 * After a crash of Baseboard it adopts the server that still runs. Throws `DataInUseError` if another Baseboard uses the
 * directory, `EmbeddedServerError` if the server does not start, and `DataDirectoryError` if the directory cannot be
 * used. `say` gets messages about restarts.
 */
export async function startEmbeddedServer(
  directory: string,
  say: (sentence: string) => void = () => {},
): Promise<EmbeddedServer> {
  let release = () => {};
  try {
    release = lockData(directory);
    const binaries = await findBinaries();
    const cluster = join(directory, 'postgres');
    const password = ensureCluster(binaries, directory, cluster);
    const urlOf = (port: number) => `postgres://${USER}:${password}@127.0.0.1:${port}/postgres`;
    const start = async (port?: number): Promise<Postmaster> => {
      const running = await findPostmaster(cluster);
      if (running !== undefined) {
        const adopted = { ...running, logFrom: Number.POSITIVE_INFINITY };
        try {
          await untilReady(urlOf(running.port), adopted, directory);
          return adopted;
        } catch (error) {
          // One that was just ending is replaced.
          if (isAlive(running.pid)) throw error;
        }
      }
      const server: Launched = await launch(binaries, directory, cluster, port);
      await untilReady(urlOf(server.port), server, directory);
      return server;
    };
    const first = await start();
    const watched = watch(first, () => start(first.port), say);
    return {
      url: urlOf(first.port),
      get pid() {
        return watched.pid();
      },
      lost: watched.lost,
      stop: () => watched.stop().finally(release),
    };
  } catch (error) {
    release();
    throw explainFileError(directory, error);
  }
}

interface Watched {
  pid(): number;
  readonly lost: Promise<EmbeddedServerError>;
  stop(): Promise<void>;
}

/** Restarts a server that stopped unexpectedly, on the same port, so its URL stays valid. */
function watch(
  first: Postmaster,
  restart: () => Promise<Postmaster>,
  say: (sentence: string) => void,
): Watched {
  let { pid } = first;
  const stopping = new AbortController();
  const ends: number[] = [];
  const lost = Promise.withResolvers<EmbeddedServerError>();

  const bringBack = async (): Promise<void> => {
    ends.push(performance.now());
    if (ends.filter((at) => performance.now() - at < ENDS_WITHIN_MS).length >= MOST_ENDS) {
      throw new EmbeddedServerError(`it ended ${MOST_ENDS} times within a minute`);
    }
    say('The embedded PostgreSQL stopped unexpectedly. Restarting it.');
    let reason: unknown;
    for (const pause of RESTART_PAUSES_MS) {
      if (!(await passed(pause, stopping.signal))) return;
      try {
        ({ pid } = await restart());
        say('The embedded PostgreSQL is running again.');
        return;
      } catch (error) {
        reason = error;
      }
    }
    throw reason;
  };
  const guard = async (): Promise<void> => {
    while (await passed(WATCH_MS, stopping.signal, { ref: false })) {
      if (!isAlive(pid)) await bringBack();
    }
  };
  const guarding = guard().catch((cause: unknown) => {
    const why = cause instanceof Error ? cause.message : String(cause);
    const sentence = `The embedded PostgreSQL has ended and could not be restarted: ${why}`;
    lost.resolve(new EmbeddedServerError(sentence, { cause }));
  });
  return {
    pid: () => pid,
    lost: lost.promise,
    async stop() {
      // Ends the pause at once. Nothing else keeps the process running, and it must not exit before its server has stopped.
      stopping.abort();
      await guarding;
      await stopServer(pid);
    },
  };
}

/** Whether a pause passed before the signal ended it. */
async function passed(ms: number, signal: AbortSignal, options: { ref?: boolean } = {}): Promise<boolean> {
  try {
    await sleep(ms, undefined, { ...options, signal });
    return true;
  } catch {
    return false;
  }
}
