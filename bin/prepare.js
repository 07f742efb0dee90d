// Sets up a fresh clone: dependencies, then the build. Each step prints a line. Plain JavaScript for any Node from 20,
// because it runs before the dependencies and the pinned Node are installed.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder. Paths are relative to it, not to the current directory. */
export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

/** The Node that the project pins as a dependency; installed by {@link ensureDependencies}. */
export const NODE = join(
  ROOT,
  'node_modules',
  'node',
  'bin',
  process.platform === 'win32' ? 'node.exe' : 'node',
);

/** Prints a line of progress to stderr, so that stdout can be piped. */
export function say(line) {
  process.stderr.write(`baseboard: ${line}\n`);
}

/** Exits with a message that says what to do. */
export function fail(line) {
  say(line);
  process.exit(1);
}

/** The environment of child processes, with the pinned Node first on the PATH. */
export function childEnvironment(extra = {}) {
  const bins = [dirname(NODE), join(ROOT, 'node_modules', '.bin')];
  return {
    ...process.env,
    PATH: [...bins, process.env.PATH].join(process.platform === 'win32' ? ';' : ':'),
    NEXT_TELEMETRY_DISABLED: '1',
    ...extra,
  };
}

/** Installs the dependencies of package-lock.json, unless they are installed already. */
export function ensureDependencies() {
  const lock = createHash('sha256')
    .update(readFileSync(join(ROOT, 'package-lock.json')))
    .digest('hex');
  const stamp = join(ROOT, 'node_modules', '.baseboard-lock');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock && existsSync(NODE)) return;
  if (existsSync(NODE) && existsSync(join(ROOT, 'node_modules', '.package-lock.json')) && upToDate()) {
    writeFileSync(stamp, lock);
    return;
  }
  say('installing dependencies (npm ci) …');
  // With NODE_ENV=production npm would omit the pinned Node and the build tools.
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  run(
    npm,
    ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'],
    'npm ci failed: see the lines above.',
  );
  if (!existsSync(NODE)) {
    fail(
      'npm ci ran, but the pinned Node is missing. Allow install scripts (`npm config set ignore-scripts false`) and start again.',
    );
  }
  writeFileSync(stamp, lock);
}

/** Whether npm's record of what is installed is newer than the lock file. */
function upToDate() {
  const installed = statSync(join(ROOT, 'node_modules', '.package-lock.json')).mtimeMs;
  return installed >= statSync(join(ROOT, 'package-lock.json')).mtimeMs;
}

const BUILD_INPUTS = [
  'app',
  'components',
  'lib',
  'public',
  'next.config.js',
  'proxy.ts',
  'postcss.config.mjs',
  'package-lock.json',
  'tsconfig.json',
];

/** Builds the pages, unless there is a build of exactly these sources. */
export function ensureBuild() {
  const stamp = join(ROOT, '.next', 'baseboard-build');
  const sources = fingerprint();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === sources) return;
  if (process.env.BASEBOARD_PREBUILT === '1' && existsSync(join(ROOT, '.next', 'BUILD_ID'))) return;
  say('building the pages (about a minute, once) …');
  run(
    NODE,
    [join(ROOT, 'node_modules', 'next', 'dist', 'bin', 'next'), 'build'],
    'the build failed: see the lines above.',
  );
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, sources);
}

/** A hash of the sources' paths and contents: a changed byte causes a build, a new timestamp does not. */
function fingerprint() {
  const hash = createHash('sha256');
  const visit = (path) => {
    const full = join(ROOT, path);
    if (!existsSync(full)) return;
    if (statSync(full).isDirectory()) {
      for (const name of readdirSync(full).sort()) visit(`${path}/${name}`);
    } else if (!/\.test\.tsx?$/.test(path)) {
      hash.update(`${path}\0`).update(readFileSync(full)).update('\0');
    }
  };
  BUILD_INPUTS.forEach(visit);
  return hash.digest('hex');
}

/** Runs a command to its end, with its output on stderr. Exits with `message` if it fails. */
function run(command, args, message) {
  const result = spawnSync(command, args, {
    cwd: ROOT,
    env: childEnvironment(),
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32' && command.endsWith('.cmd'),
  });
  if (result.error) fail(`${command}: ${result.error.message}`);
  if (result.status !== 0) fail(message);
}

/**
 * V8 sizes its heap by the machine's memory: from 2 GB on it lets old objects grow to four times what is in use before it
 * collects them, below that to twice. In use are less than 100 MB. NODE_OPTIONS of whoever starts it come later, so
 * they win.
 */
const MEMORY = '--max-semi-space-size=16 --max-old-space-size=1536';

/** Runs a TypeScript program with the pinned Node in place of this one: forwards signals and exits with its code. */
export function become(script, args = [], env = {}) {
  const child = spawn(NODE, ['--disable-warning=ExperimentalWarning', join(ROOT, script), ...args], {
    cwd: ROOT,
    env: childEnvironment({ NODE_OPTIONS: `${MEMORY} ${process.env.NODE_OPTIONS ?? ''}`, ...env }),
    // The IPC channel closes when this process ends, however it ends. The server then stops too.
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    // A terminal sends Ctrl-C to the whole process group. The server ignores the second signal.
    process.on(signal, () => child.kill(signal));
  }
  child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 143)));
}
