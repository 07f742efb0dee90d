import { execFile } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { configFor, pushEveryStatus } from '#lib/cli/testing.ts';
import { type ServedRegistry, serveMemoryRegistry } from '#lib/registry/memory/serve.ts';

const ROOT = join(import.meta.dirname, '..');
const SLOW = 120_000;

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a program with this Node first on the path, in a folder, with nothing of the project's environment. */
function runIn(cwd: string, program: string, ...args: string[]): Promise<Ended> {
  const { PATH = '', HOME = '/root' } = process.env;
  const env = { PATH: `${dirname(process.execPath)}${delimiter}${PATH}`, HOME, NODE_ENV: 'test' as const };
  return new Promise((resolve, reject) => {
    execFile(program, args, { cwd, env }, (error, out, err) => {
      if (error !== null && typeof error.code !== 'number') reject(error);
      else resolve({ code: Number(error?.code ?? 0), out, err });
    });
  });
}

/** The package as whoever installs it has it: packed, then installed into an empty folder without a network. */
describe('the packed command line', () => {
  let folder: string;
  let tarball: string;
  let registry: ServedRegistry;
  let images: Awaited<ReturnType<typeof pushEveryStatus>>;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'baseboard-packed-'));
    registry = await serveMemoryRegistry();
    images = await pushEveryStatus(registry);
    writeFileSync(join(folder, 'registries.yaml'), configFor({ host: registry.host }));
    const packed = await runIn(folder, process.execPath, join(ROOT, 'bin', 'pack.js'));
    expect(packed.code, packed.err).toBe(0);
    tarball = packed.out.trim();
    const installed = await runIn(folder, 'npm', 'install', tarball, '--offline', '--no-audit', '--no-fund');
    expect(installed.code, installed.err).toBe(0);
  }, SLOW);
  afterAll(async () => {
    await registry?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('brings nothing else along, and is small', () => {
    const brought = readdirSync(join(folder, 'node_modules')).filter((name) => !name.startsWith('.'));
    expect(brought).toEqual(['baseboard']);
    expect(statSync(tarball).size).toBeLessThan(700_000);
    const described = JSON.parse(
      readFileSync(join(folder, 'node_modules', 'baseboard', 'package.json'), 'utf8'),
    );
    expect(described).not.toHaveProperty('dependencies');
    expect(described.engines.node).toMatch(/^>=\d+\.\d+/);
    const notices = readFileSync(join(folder, 'node_modules', 'baseboard', 'THIRD-PARTY-LICENSES'), 'utf8');
    for (const bundled of ['undici', 'zod', 'yaml'])
      expect(notices).toMatch(new RegExp(`^${bundled} \\d`, 'm'));
  });

  it.each([
    ['up-to-date', 0],
    ['stale', 1],
    ['broken', 2],
    ['unknown', 3],
  ] as const)(
    'checks by npx: %s ends with %i',
    async (status, code) => {
      const args = ['check', '--config', 'registries.yaml', images[status]];
      const ended = await runIn(folder, 'npx', '--offline', 'baseboard', ...args);
      expect([ended.code, ended.err]).toEqual([code, '']);
      expect(ended.out).toContain(images[status]);
    },
    SLOW,
  );

  it(
    'needs no installation: npx takes the tarball in an empty folder',
    async () => {
      const empty = mkdtempSync(join(tmpdir(), 'baseboard-empty-'));
      const args = ['--yes', '--offline', '--package', tarball, 'baseboard', '--version'];
      const ended = await runIn(empty, 'npx', ...args);
      rmSync(empty, { recursive: true });
      const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
      expect(ended).toMatchObject({ code: 0, out: `${version}\n` });
    },
    SLOW,
  );

  it('tells a Node that is too old what it needs', async () => {
    const file = join(folder, 'node_modules', 'baseboard', 'package.json');
    const described = readFileSync(file, 'utf8');
    writeFileSync(file, described.replace(/>=[\d.]+/, '>=99.1.0'));
    const launcher = join(folder, 'node_modules', 'baseboard', 'bin', 'baseboard.js');
    chmodSync(launcher, 0o755);
    const ended = await runIn(folder, process.execPath, launcher, '--version');
    writeFileSync(file, described);
    expect(ended).toEqual({
      code: 64,
      out: '',
      err: `baseboard: this is Node ${process.versions.node}; Node 99.1.0 or newer is needed\n`,
    });
  });

  it(
    'is the same program from a clone, in whatever folder it is called',
    async () => {
      const launcher = join(ROOT, 'bin', 'baseboard.js');
      const args = ['check', '--config', 'registries.yaml', '--file', 'images.txt', '--format', 'json'];
      writeFileSync(join(folder, 'images.txt'), `${images.stale}\n${images.root}\n`);
      const cloned = await runIn(folder, process.execPath, launcher, ...args);
      const installed = await runIn(folder, 'npx', '--offline', 'baseboard', ...args);
      expect([cloned.code, installed.code]).toEqual([1, 1]);
      const timeless = (out: string) => out.replaceAll(/"checkedAt": "[^"]*"/g, '');
      expect(timeless(installed.out)).toBe(timeless(cloned.out));
    },
    SLOW,
  );
});
