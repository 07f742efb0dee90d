#!/usr/bin/env node
// `npm test`: from a fresh clone, everything: format, lint, unused code, import rules, types, unit and property tests
// on a real PostgreSQL, then the pages in a real browser against the production build.
// `npm run test:real`: the slower tests with real registries, builders and peers.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { ensureChromium } from './chromium.js';
import { childEnvironment, ensureBuild, ensureDependencies, NODE, ROOT, say } from './prepare.js';

const real = process.argv.includes('--real');
ensureDependencies();
const chromium = ensureChromium();
const reports = mkdtempSync(join(tmpdir(), 'baseboard-test-'));
const modules = (...path) => join(ROOT, 'node_modules', ...path);
const times = [];
/** One line for each failed step or test, printed last: a log that is cut keeps its end. */
const failures = [];

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
  if (result.status !== 0) failures.push(`step: ${line}`);
}

function vitest(line, folders) {
  const report = join(reports, 'vitest.json');
  const args = ['run', ...folders, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  step(line, modules('vitest', 'vitest.mjs'), args);
  return count(report, (json) => {
    for (const { name, status, message, assertionResults } of json.testResults) {
      const failed = assertionResults.filter((test) => test.status === 'failed');
      for (const test of failed) noteFailure(name, test.fullName, test.failureMessages[0]);
      if (status === 'failed' && failed.length === 0) noteFailure(name, 'the file', message);
    }
    return {
      passed: json.numPassedTests,
      failed: json.numFailedTests,
      skipped: json.numPendingTests + json.numTodoTests,
    };
  });
}

function playwright(line, project) {
  const report = join(reports, 'playwright.json');
  const args = ['test', '--config', 'e2e/playwright.config.ts', '--project', project];
  step(line, modules('@playwright', 'test', 'cli.js'), args, { PLAYWRIGHT_JSON_OUTPUT_NAME: report });
  return count(report, ({ stats, suites }) => {
    for (const { file, title, ok, tests } of suites.flatMap(specsOf)) {
      const { error } = tests.flatMap(({ results }) => results).at(-1) ?? {};
      if (!ok) noteFailure(file, title, error?.message);
    }
    return { passed: stats.expected, failed: stats.unexpected, skipped: stats.skipped };
  });
}

/** Every test of a suite in Playwright's report, also those in nested suites. */
function specsOf({ specs = [], suites = [] }) {
  return [...specs, ...suites.flatMap(specsOf)];
}

/** Notes a failed test: its file, its name, and what its error says before the stack. */
function noteFailure(file, name, message = '') {
  const [what] = stripVTControlCharacters(message)
    .trim()
    .split(/\n\s+at /);
  const error = what.replace(/\s+/g, ' ').slice(0, 600);
  failures.push(`${relative(ROOT, resolve(ROOT, file))} › ${name}: ${error}`);
}

/** Reads a runner's report. A runner that left no report has failed. */
function count(report, read) {
  if (existsSync(report)) return read(JSON.parse(readFileSync(report, 'utf8')));
  failures.push('the runner left no report');
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
for (const line of failures) say(`failed: ${line}`);
process.stdout.write(`${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped\n`);
process.exitCode = failures.length === 0 && sum('failed') === 0 && sum('passed') > 0 ? 0 : 1;
