import { fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { SLOW } from '#lib/fleet/testing.ts';
import { openWorkshop } from '#lib/jobs/testing.ts';

/** A port that is in use until the function is called. */
async function takePort(): Promise<{ port: number; free: () => Promise<void> }> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    free: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** Starts the server; returns its standard error output and exit code. */
async function start(env: NodeJS.ProcessEnv) {
  const program = join(import.meta.dirname, 'serve.ts');
  const child = fork(program, { env, execArgv: [], stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  let said = '';
  child.stderr?.on('data', (chunk) => {
    said += chunk;
  });
  const code = await new Promise((resolve) => child.once('close', resolve));
  return { code, said };
}

it('a port in use ends the start with a sentence, and leaves no PostgreSQL', {
  timeout: SLOW,
}, async () => {
  await using workshop = openWorkshop();
  const { port, free } = await takePort();
  const ended = await start({ ...workshop.environment([]), BASEBOARD_PORT: String(port) });
  await free();
  expect(ended).toEqual({
    code: 1,
    said: `baseboard: 127.0.0.1:${port} is in use by another program: set BASEBOARD_PORT to a free port\n`,
  });
  expect(existsSync(join(workshop.directory, 'data', 'postgres'))).toBe(false);
});

it('a data directory that cannot be created ends the start with a sentence', { timeout: SLOW }, async () => {
  await using workshop = openWorkshop();
  const data = '/dev/null/data';
  const { port, free } = await takePort();
  await free();
  const env = { ...workshop.environment([]), BASEBOARD_PORT: String(port), BASEBOARD_DATA: data };
  expect(await start(env)).toEqual({
    code: 1,
    said: `baseboard: ${data} is not a directory and cannot be created. Set BASEBOARD_DATA to another directory.\n`,
  });
});
