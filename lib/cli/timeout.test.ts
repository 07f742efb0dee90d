import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { startTestServer } from '#lib/registry/testing/test-server.ts';

const PROGRAM = fileURLToPath(new URL('./main.ts', import.meta.url));
/** Only a hanging program takes this long. */
const HANGS = 120_000;

/** Runs the program as a process whose standard input stays open. Returns its exit code and output. */
async function baseboard(args: readonly string[], nodeArgs: readonly string[] = []) {
  const child = spawn(process.execPath, [...nodeArgs, PROGRAM, ...args], {
    env: { ...process.env, HOME: '/nonexistent', BASEBOARD_CONFIG: '' },
  });
  const ended = new Promise<number | null>((resolve) => child.on('exit', resolve));
  const [code, out, err] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
  return { code, out, err };
}

/** Blocks every thread but the first for ever, like an endless computation. */
const HANG = `--import=data:text/javascript,${encodeURIComponent(
  "import { isMainThread } from 'node:worker_threads'; if (!isMainThread) for (;;);",
)}`;

describe('--timeout', { timeout: HANGS }, () => {
  it('ends an endless computation; the images are reported as not checked', async () => {
    const args = ['check', '--timeout', '1s', '--format', 'json', '127.0.0.1:1/app:1', '127.0.0.1:1/app:2'];
    const { code, out, err } = await baseboard(args, [HANG]);
    expect(code).toBe(3);
    expect(err).toContain('the time limit of the whole check was reached');
    expect(out).toContain('127.0.0.1:1/app:2');
  });

  it('ends a check of a registry that never answers', async () => {
    await using server = await startTestServer(() => undefined);
    const { code } = await baseboard(['check', '--timeout', '1s', `${server.host}/app:1`]);
    expect(code).toBe(3);
  });

  it('ends a check of a list that never ends', async () => {
    const { code, err } = await baseboard(['check', '--timeout', '1s', '--file', '-']);
    expect(code).toBe(3);
    expect(err).toContain('the list of images was not read to its end within --timeout');
  });
});
