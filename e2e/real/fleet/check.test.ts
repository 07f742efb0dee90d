import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkReport } from '#lib/cli/render/json.ts';
import { type Outcome, run, tryRun } from '../run-program.ts';
import { type FleetImage, type RealFleet, realFleetMissing, startRealFleet } from './fleet.ts';

const missing = realFleetMissing();
const ROOT = join(import.meta.dirname, '..', '..', '..');
const NPM = ['--offline', '--no-audit', '--no-fund'];

// The packed command line, installed in an empty folder, over real builders' images at Distribution: open, with Basic,
// with tokens. One story in order: everything is fresh, then the base's tag moves.
describe.skipIf(missing)(`baseboard check${missing === undefined ? '' : ` (${missing})`}`, () => {
  let fleet: RealFleet;
  let folder: string;
  /** As a pipeline has it: accounts in the environment, not in the configuration. */
  let account: { readonly DOCKER_AUTH_CONFIG: string };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'baseboard-check-'));
    const packed = await run(process.execPath, [join(ROOT, 'bin', 'pack.js')]);
    await run('npm', ['install', packed, ...NPM], { cwd: folder });
    fleet = await startRealFleet();
    const auths = Object.values(fleet.registries).flatMap(({ host, credentials }) => {
      if (credentials === undefined) return [];
      const auth = Buffer.from(`${credentials.username}:${credentials.password}`).toString('base64');
      return [[host, { auth }]];
    });
    account = { DOCKER_AUTH_CONFIG: JSON.stringify({ auths: Object.fromEntries(auths) }) };
    const registries = fleet.connections.map(({ username: _, password: __, ...registry }) => registry);
    await writeFile(join(folder, 'registries.yaml'), JSON.stringify({ registries }));
    const lines = fleet.images.map(({ reference }) => reference);
    await writeFile(join(folder, 'images.txt'), `${lines.join('\n')}\n`);
  }, 240_000);
  afterAll(async () => {
    await fleet?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const check = (
    args: readonly string[],
    env: Readonly<Record<string, string>> = account,
  ): Promise<Outcome> =>
    tryRun('npx', ['--offline', 'baseboard', 'check', '--config', 'registries.yaml', ...args], {
      ...{ cwd: folder, env },
    });
  const statuses = async (): Promise<unknown> => {
    const { stdout } = await check(['--file', 'images.txt', '--format', 'json']);
    return checkReport
      .parse(JSON.parse(stdout))
      .items.map(({ reference, status, links }) => [
        ...[reference, status],
        links.slice(1).map((link) => link.reference),
      ]);
  };
  const promised = (when: 'before' | 'after') =>
    fleet.images.map((image: FleetImage) => [image.reference, image[when], image.chain]);

  it('ends with 0 while every image is based on its current base', async () => {
    expect(await statuses()).toEqual(promised('before'));
    const { status, stdout, stderr } = await check(['--file', 'images.txt', '--format', 'sarif']);
    expect([status, stderr]).toEqual([0, '']);
    expect(JSON.parse(stdout).runs[0].results).toEqual([]);
  }, 120_000);

  it('ends with 3 where the pipeline has no account', async () => {
    const private_ = fleet.images.find(({ reference }) => reference.includes('/private/'))?.reference ?? '';
    const { status, stderr, stdout } = await check([private_], {});
    expect(status).toBe(3);
    expect(stderr).toMatch(/^baseboard: 127\.0\.0\.1:\d+: resolve of \S+ failed: [^\n]+\n$/);
    expect(stdout).toContain('? Unknown');
  }, 60_000);

  it('ends with 1 after the base’s tag moved', async () => {
    await fleet.moveBase();
    expect(await statuses()).toEqual(promised('after'));
    const { status, stdout, stderr } = await check(['--file', 'images.txt', '--format', 'sarif']);
    expect([status, stderr]).toEqual([1, '']);
    const { results } = JSON.parse(stdout).runs[0];
    expect(results.map(({ ruleId }: { ruleId: string }) => ruleId)).toEqual(
      fleet.images.map(({ after }) => after),
    );
    const [first] = results;
    expect(first.locations[0].physicalLocation).toEqual({
      artifactLocation: { uri: 'images.txt' },
      region: { startLine: 1 },
    });
  }, 180_000);
});
