// The command line program. bin/baseboard.js runs it: from these sources in a clone, bundled in the package.
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { filesBelow } from './import/files-below.ts';
import { judgeInThread } from './judge-in-thread.ts';
import { run } from './run.ts';

// Two folders up, both in a clone and in the package.
const packageFile = new URL('../../package.json', import.meta.url);
const { version } = z.object({ version: z.string() }).parse(JSON.parse(readFileSync(packageFile, 'utf8')));

// A reader such as `head` may close the pipe early. That is not an error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

process.exitCode = await run(process.argv.slice(2), {
  env: process.env,
  home: homedir(),
  version,
  out: (line) => process.stdout.write(line),
  err: (line) => process.stderr.write(line),
  terminal: process.stdout.isTTY === true,
  clock: () => new Date(),
  readFile: (path) => readFileSync(path, 'utf8'),
  filesBelow,
  readStandardInput: () => text(process.stdin),
  untilStopped: () => {
    const stop = new AbortController();
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
    return stop.signal;
  },
  judge: judgeInThread,
});

// Standard input that never ends must not keep the program running.
process.stdin.destroy();
