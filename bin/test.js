#!/usr/bin/env node
// `npm test`: from a fresh clone, everything: format, lint, unused code, import rules, types, unit and property tests
// on a real PostgreSQL, then the pages in a real browser against the production build.
// `npm run test:real`: the slower tests with real registries, builders and peers.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureChromium } from './chromium.js';
import { childEnvironment, ensureBuild, ensureDependencies, NODE, ROOT, say } from './prepare.js';

const real = process.argv.includes('--real');
ensureDependencies();
const chromium = ensureChromium();
const reports = mkdtempSync(join(tmpdir(), 'baseboard-test-'));
const modules = (...path) => join(ROOT, 'node_modules', ...path);
const times = [];
let sound = true;

/** Runs one step of the tests and notes its time; after a failure the next steps still run. */
function step(line, script, args, environment = {}) {
  say(line);
  const began = performance.now();
  const result = spawnSync(NODE, [script, ...args], {
    cwd: ROOT,
    env: childEnvironment({ BASEBOARD_CHROMIUM: chromium, ...environment }),
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  times.push(`${line}: ${Math.round((performance.now() - began) / 1000)} s`);
  if (result.status !== 0) {
    sound = false;
    say(`${line} failed`);
  }
}

function vitest(line, folders) {
  const report = join(reports, 'vitest.json');
  const args = ['run', ...folders, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  step(line, modules('vitest', 'vitest.mjs'), args);
  return count(report, (json) => ({
    passed: json.numPassedTests,
    failed: json.numFailedTests,
    skipped: json.numPendingTests + json.numTodoTests,
  }));
}

function playwright(line, project) {
  const report = join(reports, 'playwright.json');
  const args = ['test', '--config', 'e2e/playwright.config.ts', '--project', project];
  step(line, modules('@playwright', 'test', 'cli.js'), args, { PLAYWRIGHT_JSON_OUTPUT_NAME: report });
  return count(report, ({ stats }) => ({
    passed: stats.expected,
    failed: stats.unexpected,
    skipped: stats.skipped,
  }));
}

/** Reads a runner's report. A runner that left no report has failed. */
function count(report, read) {
  if (existsSync(report)) return read(JSON.parse(readFileSync(report, 'utf8')));
  sound = false;
  return { passed: 0, failed: 1, skipped: 0 };
}

const counts = [];
if (real) {
  ensureBuild();
  // Builders and registries need a processor beside their test.
  const workers = `--maxWorkers=${Math.max(1, availableParallelism() - 1)}`;
  counts.push(
    vitest('real registries, builders and peers', ['e2e/real', '--exclude', '**/*.spec.ts', workers]),
  );
  counts.push(playwright('the pages over real registries', 'real'));
} else {
  step('format and lint', modules('@biomejs', 'biome', 'bin', 'biome'), [
    'check',
    '--error-on-warnings',
    '.',
  ]);
  step('unused code', modules('knip', 'bin', 'knip.js'), []);
  step('import rules and sizes', join(ROOT, 'bin', 'rooms', 'rooms.ts'), []);
  step('types', modules('typescript', 'bin', 'tsc'), ['--noEmit']);
  counts.push(vitest('unit and property tests', ['lib', 'components', 'bin']));
  ensureBuild();
  counts.push(playwright('the pages in a browser', 'pages'));
}
rmSync(reports, { recursive: true, force: true });

const sum = (key) => counts.reduce((total, each) => total + each[key], 0);
for (const line of times) say(line);
process.stdout.write(`${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped\n`);
process.exitCode = sound && sum('failed') === 0 && sum('passed') > 0 ? 0 : 1;
