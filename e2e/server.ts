import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** A Baseboard started as a person starts it, with its own data and port. */
export interface RunningBaseboard {
  readonly url: string;
  readonly dataDirectory: string;
  /** The path of its baseboard.yaml. */
  readonly configFile: string;
  /** Everything it has said, stdout and stderr. */
  output(): string;
  /** Sends a signal to the server's launcher and waits for its end. */
  stop(signal?: NodeJS.Signals): Promise<void>;
}

export interface BaseboardOptions {
  /** The text of baseboard.yaml. */
  readonly config?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Keep the data of an earlier start; it is then not deleted at the end. */
  readonly dataDirectory?: string;
  /** A port chosen before, where somebody must know it already. */
  readonly port?: number;
}

const ROOT = join(import.meta.dirname, '..');
const START_DEADLINE_MS = 180_000;

/** Starts the production build by `bin/start.js`; resolves when `/readyz` answers 200. */
export async function startBaseboard(options: BaseboardOptions = {}): Promise<RunningBaseboard> {
  const scratch = await mkdtemp(join(tmpdir(), 'baseboard-e2e-'));
  const dataDirectory = options.dataDirectory ?? join(scratch, 'data');
  const configFile = join(scratch, 'baseboard.yaml');
  await writeFile(configFile, options.config ?? '');
  const port = options.port ?? (await freePort());
  const said: string[] = [];
  const child = spawn(process.execPath, [join(ROOT, 'bin', 'start.js')], {
    env: {
      ...process.env,
      BASEBOARD_PORT: String(port),
      BASEBOARD_DATA: dataDirectory,
      BASEBOARD_CONFIG: configFile,
      BASEBOARD_LOG_LEVEL: 'warn',
      ...options.env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stdout.on('data', (chunk) => said.push(String(chunk)));
  child.stderr.on('data', (chunk) => said.push(String(chunk)));
  const url = `http://127.0.0.1:${port}`;
  await ready(url, child, () => said.join(''));
  return {
    url,
    dataDirectory,
    configFile,
    output: () => said.join(''),
    stop: async (signal = 'SIGTERM') => {
      await end(child, signal);
      await rm(scratch, { recursive: true, force: true });
    },
  };
}

async function ready(url: string, child: ChildProcess, output: () => string): Promise<void> {
  const deadline = Date.now() + START_DEADLINE_MS;
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`Baseboard ended with ${child.exitCode}:\n${output()}`);
    const response = await fetch(`${url}/readyz`).catch(() => undefined);
    if (response?.ok) return;
    await sleep(100);
  }
  await end(child, 'SIGKILL');
  throw new Error(`Baseboard was not ready in ${START_DEADLINE_MS} ms:\n${output()}`);
}

function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill(signal);
  });
}

/** A port of loopback that nobody listens on right now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}
