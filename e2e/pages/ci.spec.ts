import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { clearFleet, expect, openSample, test } from './fixtures.ts';

const ROOT = join(import.meta.dirname, '..', '..');

/** The script of docs/ci.md as it stands there. */
const RECIPE = /<!-- recipe: curl -->\s+```sh\n(.*?)```/s.exec(
  readFileSync(join(ROOT, 'docs', 'ci.md'), 'utf8'),
)?.[1];

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

function runs(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Ended> {
  const child = spawn(program, args, { env: { ...process.env, ...env } });
  const said = { out: '', err: '' };
  child.stdout.on('data', (chunk) => {
    said.out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    said.err += chunk;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, ...said }));
  });
}

/** An image of the sample fleet for each status, as the service names them itself. */
const CODES: Readonly<Record<string, number>> = {
  'up-to-date': 0,
  root: 0,
  pinned: 0,
  stale: 1,
  'stale-by-ancestor': 1,
  broken: 2,
  unknown: 3,
};

test('the recipe of docs/ci.md and the command line end with the code of each status', async ({
  page,
  baseboard,
}) => {
  await clearFleet(page);
  await openSample(page);
  const response = await page.request.get('/api/v1/images?limit=1000');
  const { items } = (await response.json()) as { items: { reference: string; status: string }[] };
  for (const [status, code] of Object.entries(CODES)) {
    const image = items.find((each) => each.status === status);
    expect(image, `the sample has an image that is ${status}`).toBeDefined();
    const IMAGE = image?.reference ?? '';
    const recipe = await runs('sh', ['-c', RECIPE ?? 'exit 99'], { BASEBOARD_URL: baseboard.url, IMAGE });
    expect([status, recipe.code, recipe.err]).toEqual([status, code, '']);
    expect(recipe.out).toContain(`${status}: ${IMAGE}: `);
    const launcher = join(ROOT, 'bin', 'baseboard.js');
    const args = [launcher, 'check', '--server', baseboard.url, IMAGE];
    const check = await runs(process.execPath, args, {});
    expect([status, check.code, check.err]).toEqual([status, code, '']);
    expect(check.out).toContain(IMAGE);
  }
});

test('the recipe ends with 3 if nothing could be checked, and says why', async ({ baseboard }) => {
  const run = (env: Readonly<Record<string, string>>) => runs('sh', ['-c', RECIPE ?? 'exit 99'], env);
  const BASEBOARD_URL = baseboard.url;
  const missing = await run({ BASEBOARD_URL, IMAGE: 'registry.sample.internal/none:1' });
  expect(missing.code).toBe(3);
  expect(missing.err).toContain('registry.sample.internal');
  const malformed = await run({ BASEBOARD_URL, IMAGE: 'UPPER/Case' });
  expect(malformed).toMatchObject({ code: 3, err: expect.stringContaining('not an image reference') });
  const down = await run({ BASEBOARD_URL: 'http://127.0.0.1:1', IMAGE: 'debian:12' });
  expect(down.code).toBe(3);
});
