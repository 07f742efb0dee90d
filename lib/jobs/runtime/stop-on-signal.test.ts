import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';

/** A process whose only step waits for a timer that does not keep Node alive, then says that it ended. */
const PROGRAM = `
  import { stopOnSignal } from '${new URL('./stop-on-signal.ts', import.meta.url).href}';
  const alive = setInterval(() => {}, 1000);
  stopOnSignal(async () => {
    clearInterval(alive);
    await new Promise((resolve) => setTimeout(resolve, 200).unref());
    process.stdout.write('stopped');
  });
  process.stdout.write('ready ');
`;

it('finishes every step before the process ends, also one that holds no handle', async () => {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', PROGRAM]);
  let output = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
    if (output === 'ready ') child.kill('SIGTERM');
  });
  const [code] = await once(child, 'close');
  expect([output, code]).toEqual(['ready stopped', 0]);
});
