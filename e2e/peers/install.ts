// Builds the pinned peers once: `node e2e/peers/install.ts [name…]`; without names, all but the slow ones. What is built
// already is left alone.
// A peer that cannot be built is said so and left out: the tests that want it then say that they skip.
import { spawnSync } from 'node:child_process';
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  PEER_SOURCES,
  type PeerName,
  type PeerSource,
  peer,
  peerPath,
  peersDirectory,
  stampPath,
} from './peers.ts';

const OLDEST_GO = [1, 25] as const;
const BUILD_TIMEOUT_MS = 20 * 60_000;

function say(line: string): void {
  process.stdout.write(`peers: ${line}\n`);
}

/** Go's own installer puts it where many PATHs do not look. */
const PATH = `${process.env.PATH ?? ''}:/usr/local/go/bin`;

/** Runs a Go command at low priority, one package at a time: peers are built beside other work. */
function go(args: readonly string[], options: { cwd: string; bin?: string }): void {
  const result = spawnSync('nice', ['-n', '10', 'go', ...args], {
    cwd: options.cwd,
    env: {
      ...process.env,
      PATH,
      CGO_ENABLED: '0',
      GOFLAGS: '-buildvcs=false -trimpath -p=1',
      GOTOOLCHAIN: 'local',
      ...(options.bin === undefined ? {} : { GOBIN: options.bin }),
    },
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
    timeout: BUILD_TIMEOUT_MS,
    maxBuffer: 64 << 20,
  });
  if (result.status === 0) return;
  const why = result.error?.message ?? result.stderr.trim().split('\n').slice(-3).join(' · ');
  throw new Error(`go ${args[0]}: ${why}`);
}

function install(source: PeerSource, scratch: string, bin: string): void {
  const packages = Object.values(source.packages).map((path) => `${source.module}${path}@${source.version}`);
  go(['install', ...packages], { cwd: scratch, bin });
}

/** Replace directives are ignored in a dependency, so their module is made one. */
function installAsDependency(source: PeerSource, scratch: string, bin: string): void {
  const packages = Object.values(source.packages).map((path) => `${source.module}${path}`);
  const imports = packages.map((path) => `import _ "${path}"`).join('\n');
  writeFileSync(join(scratch, 'tools.go'), `//go:build tools\n\npackage tools\n\n${imports}\n`);
  go(['mod', 'init', 'tools'], { cwd: scratch });
  const { version, modules = [] } = source.replace ?? {};
  const replaced = modules.map((module) => `-replace=${module}=${module}@${version}`);
  if (replaced.length > 0) go(['mod', 'edit', ...replaced], { cwd: scratch });
  go(['get', `${source.module}@${source.version}`], { cwd: scratch });
  go(['mod', 'tidy'], { cwd: scratch });
  // With a package and a folder, Go names the program after the last part of its path, which may be a version.
  for (const [name, path] of Object.entries(source.packages)) {
    go(['build', '-o', join(bin, name), `${source.module}${path}`], { cwd: scratch });
  }
}

/** A program that lies beside this file, over the pinned module. */
function installMain(source: PeerSource, scratch: string, bin: string): void {
  go(['mod', 'init', 'main'], { cwd: scratch });
  for (const [name, folder] of Object.entries(source.packages)) {
    cpSync(join(import.meta.dirname, folder), join(scratch, folder), { recursive: true });
    go(['get', `${source.module}@${source.version}`], { cwd: scratch });
    go(['mod', 'tidy'], { cwd: scratch });
    go(['build', '-o', join(bin, name), `./${folder}`], { cwd: scratch });
  }
}

const METHODS = { install, dependency: installAsDependency, main: installMain };

function build(source: PeerSource): void {
  const names = Object.keys(source.packages) as PeerName[];
  const scratch = mkdtempSync(join(tmpdir(), 'baseboard-peer-'));
  try {
    const bin = join(scratch, 'bin');
    mkdirSync(bin);
    METHODS[source.by](source, scratch, bin);
    for (const name of names) {
      // Renamed into place: a running old binary stays whole, and a half-copied one is never found.
      copyFileSync(join(bin, name), `${peerPath(name)}.new`);
      renameSync(`${peerPath(name)}.new`, peerPath(name));
    }
    writeFileSync(stampPath(source), `${source.module}@${source.version}\n`);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Why peers cannot be built here, or `undefined` where they can. */
function whyNot(): string | undefined {
  const result = spawnSync('go', ['env', 'GOVERSION'], {
    encoding: 'utf8',
    env: { ...process.env, PATH },
  });
  const version = /^go(\d+)\.(\d+)/.exec(result.stdout ?? '');
  if (version === null) return 'Go is not installed';
  const [major, minor] = [Number(version[1]), Number(version[2])];
  if (major < OLDEST_GO[0] || (major === OLDEST_GO[0] && minor < OLDEST_GO[1]))
    return `Go ${OLDEST_GO.join('.')} or newer is needed, ${result.stdout.trim()} is here`;
  return undefined;
}

const wanted = process.argv.slice(2);
const missing = PEER_SOURCES.filter((source) => {
  const names = Object.keys(source.packages) as PeerName[];
  return (
    (wanted.length === 0 ? source.isSlow !== true : names.some((name) => wanted.includes(name))) &&
    names.some((name) => peer(name) === undefined)
  );
});
const obstacle = missing.length > 0 ? whyNot() : undefined;
mkdirSync(join(peersDirectory(), 'bin'), { recursive: true });
mkdirSync(join(peersDirectory(), 'stamps'), { recursive: true });
for (const source of missing) {
  const names = Object.keys(source.packages).join(', ');
  if (obstacle !== undefined) {
    say(`${names} left out: ${obstacle}`);
    continue;
  }
  say(`building ${names} (${source.module} ${source.version})`);
  try {
    build(source);
  } catch (error) {
    say(`${names} left out: ${error instanceof Error ? error.message : String(error)}`);
  }
}
if (missing.length === 0) say(`all there, in ${join(peersDirectory(), 'bin')}`);
