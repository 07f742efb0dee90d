import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';

/** A service that reports uncaught errors as Next does, and stops on a signal, saying so. */
const PROGRAM = `
  import { ignoreBrokenPipe } from '${new URL('./broken-pipe.ts', import.meta.url).href}';
  import { stopOnSignal } from '${new URL('./stop-on-signal.ts', import.meta.url).href}';
  ignoreBrokenPipe();
  process.on('uncaughtException', (error) => console.error(error));
  stopOnSignal(async () => console.error('stopped'));
  setInterval(() => { console.log('a line'); process.stderr.write('a line'); }, 20);
`;

it('a service keeps running when nothing reads its output, and stops on a signal', async () => {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', PROGRAM]);
  await once(child.stdout, 'data');
  child.stdout.destroy();
  child.stderr.destroy();
  // Several lines were written for nobody.
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect([child.exitCode, child.signalCode]).toEqual([null, null]);
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([0, null]);
});
