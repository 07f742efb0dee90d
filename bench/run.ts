// Runs every benchmark, one after the other, so that they do not disturb each other.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { report } from './measure.ts';

const PROGRAMS = [
  'warm-rescan',
  'cold-resolve',
  'first-scan',
  'memory',
  'scale',
  'graph',
  'start',
  'rebase',
  'trend',
  'hooks',
  'tag-schedule',
  'json',
  'pages',
  'workers',
];

for (const name of PROGRAMS) {
  report(`\n${name}`);
  const { status } = spawnSync(process.execPath, [join(import.meta.dirname, `${name}.ts`)], {
    stdio: 'inherit',
  });
  if (status !== 0) process.exitCode = 1;
}
