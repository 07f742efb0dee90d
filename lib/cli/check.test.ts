import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pushOn } from '#lib/fleet/testing-images.ts';
import { type ServedRegistry, serveMemoryRegistry } from '#lib/registry/memory/serve.ts';
import { checkReport } from './render/json.ts';
import { baseboard, configFor, pushEveryStatus, pushTwoPlatforms } from './testing.ts';

let served: ServedRegistry;
let images: Awaited<ReturnType<typeof pushEveryStatus>>;
beforeAll(async () => {
  served = await serveMemoryRegistry();
  images = await pushEveryStatus(served);
});
afterAll(() => served.close());

const config = () => ({ files: { 'here.yaml': configFor({ host: served.host }) } });
const check = (...args: string[]) => baseboard(['check', '--config', 'here.yaml', ...args], config());
const report = (out: string) => checkReport.parse(JSON.parse(out));

describe('the exit code of one image', () => {
  it.each([
    ['up-to-date', 0],
    ['root', 0],
    ['pinned', 0],
    ['stale', 1],
    ['stale-config', 1],
    ['stale-by-ancestor', 1],
    ['broken', 2],
    ['unknown', 3],
  ] as const)('%s is %i', async (status, code) => {
    const { code: text, out, err } = await check(images[status]);
    expect([text, err]).toEqual([code, '']);
    expect(out).toContain(images[status]);
    const json = await check('--format', 'json', images[status]);
    expect(json.code).toBe(code);
    const { exitCode, items } = report(json.out);
    expect(exitCode).toBe(code);
    expect(items).toMatchObject([
      { reference: images[status], status: status === 'stale-config' ? 'stale' : status, error: null },
    ]);
  });

  it('is that of a failed check if the image does not exist', async () => {
    const { code, out, err } = await check('--format', 'json', `${served.host}/none:1`);
    expect(code).toBe(3);
    expect(err).toMatch(
      /^baseboard: 127\.0\.0\.1:\d+: resolve of 127\.0\.0\.1:\d+\/none:1 failed: [^\n]+\n$/,
    );
    expect(report(out).items).toMatchObject([
      { status: 'unknown', outcome: 'unchecked', error: { host: served.host, operation: 'resolve' } },
    ]);
  });
});

describe('the exit code of several images is the worst one’s', () => {
  it.each([
    [['up-to-date', 'root', 'pinned'], 0],
    [['up-to-date', 'stale'], 1],
    [['stale', 'unknown', 'up-to-date'], 3],
    [['unknown', 'broken', 'stale'], 2],
  ] as const)('%j: %i', async (statuses, code) => {
    const { code: ended, out } = await check('--format', 'json', ...statuses.map((each) => images[each]));
    expect(ended).toBe(code);
    expect(report(out).items.map(({ reference }) => reference)).toEqual(statuses.map((each) => images[each]));
  });
});

describe('--tolerate', () => {
  it.each([
    ['stale-config', 'stale-config', 0],
    ['stale-by-ancestor', 'stale-by-ancestor', 0],
    ['stale-config', 'stale', 1],
    ['stale-by-ancestor', 'stale', 1],
    ['stale-config', 'broken', 2],
    ['stale-by-ancestor', 'unknown', 3],
  ] as const)('%s: an image that is %s exits with %i', async (tolerated, status, code) => {
    const { code: ended, out } = await check('--tolerate', tolerated, '--format', 'json', images[status]);
    expect(ended).toBe(code);
    expect(report(out).items[0]?.tolerated).toBe(code === 0);
  });
});

describe('platforms', () => {
  it('limit the check to those named, and a missing one is not fresh', async () => {
    const reference = await pushTwoPlatforms(served);
    const on = (...platforms: string[]) =>
      check(...platforms.flatMap((each) => ['--platform', each]), reference);
    expect((await check(reference)).code).toBe(1);
    expect((await on('linux/amd64')).code).toBe(0);
    expect((await on('linux/aarch64')).code).toBe(1);
    expect((await on('linux/amd64', 'linux/arm64/v8')).code).toBe(1);
    const missing = await on('linux/amd64', 'linux/s390x');
    expect(missing.code).toBe(3);
    expect(missing.out).toContain('is not available for linux/s390x');
    expect((await on('linux/s390x')).code).toBe(3);
  });

  it('that are not named are not fetched', async () => {
    const reference = await pushTwoPlatforms(served);
    const requests = async (...args: string[]) => {
      served.requests.length = 0;
      await check(...args, reference);
      return served.requests.filter((line) => line.includes('/multi/app/')).length;
    };
    expect(await requests()).toBe(6);
    expect(await requests('--platform', 'linux/amd64')).toBe(4);
  });
});

it('a base that the operator declared is used if the image has no evidence', async () => {
  const bases = [{ image: `${served.host}/app/unknown`, base: images.root }];
  const declared = JSON.stringify({ registries: [{ host: served.host, plainHttp: true }], bases });
  const given = { files: { c: declared } };
  const { out } = await baseboard(['check', '-c', 'c', '--format', 'json', images.unknown], given);
  expect(report(out).items[0]?.links[0]?.base).toMatchObject({
    name: images.root,
    evidence: [{ kind: 'declared', level: 'operator' }],
  });
});

describe('files', () => {
  it('name images in lines and FROM instructions, each checked once', async () => {
    const files = {
      ...config().files,
      'images.txt': `# ours\n${images.stale}\n  image: "${images.root}"\n`,
      Dockerfile: `FROM ${images.stale} AS build\nFROM ${images.pinned}\nCOPY --from=build / /\n`,
    };
    const args = ['--file', 'images.txt', '-f', 'Dockerfile', '--format', 'json', images.root];
    const { code, out } = await baseboard(['check', '-c', 'here.yaml', ...args], { files });
    expect(code).toBe(1);
    expect(report(out).items.map(({ reference }) => reference)).toEqual([
      images.root,
      images.stale,
      images.pinned,
    ]);
  });

  it('may be standard input', async () => {
    const given = { ...config(), standardInput: `${images.broken}\n${images.root}` };
    const { code, out } = await baseboard(['check', '-c', 'here.yaml', '--file', '-'], given);
    expect(code).toBe(2);
    expect(out).toContain('2 images: 1 broken, 1 root');
  });
});

describe('registries', () => {
  it('that require a password get that of DOCKER_AUTH_CONFIG; without it, no image is fresh', async () => {
    const accounts = { kind: 'basic', username: 'ci', password: 'geheim:1' } as const;
    const wanting = await serveMemoryRegistry({ auth: accounts });
    try {
      const { reference } = await pushOn(wanting, 'private/app:1', await pushOn(wanting, 'os:1'));
      const files = { c: configFor({ host: wanting.host }) };
      const auth = Buffer.from('ci:geheim:1').toString('base64');
      const env = { DOCKER_AUTH_CONFIG: JSON.stringify({ auths: { [wanting.host]: { auth } } }) };
      expect(await baseboard(['check', '-c', 'c', reference], { files, env })).toMatchObject({
        code: 0,
        err: '',
      });
      const refused = await baseboard(['check', '-c', 'c', reference], { files });
      expect(refused.code).toBe(3);
      expect(refused.err).toContain(`${wanting.host}: resolve of ${reference} failed`);
      expect(refused.out + refused.err).not.toContain('geheim');
    } finally {
      await wanting.close();
    }
  });

  it('are requested at their mirror and shown with their own name', async () => {
    const files = {
      c: JSON.stringify({ registries: [{ host: 'registry.test', endpoint: `http://${served.host}` }] }),
    };
    // The base's registry is a private address that is not listed, so it gets no request.
    const { out, code } = await baseboard(['check', '-c', 'c', 'registry.test/app/current:1'], { files });
    expect(code).toBe(3);
    expect(out).toContain('requests to this address are not allowed');
    const root = await baseboard(['check', '-c', 'c', 'registry.test/os:1'], { files });
    expect(root).toMatchObject({ code: 0, out: expect.stringContaining('Root  registry.test/os:1') });
  });

  it('that are down exit with 3, and the error names the operation', async () => {
    const down = await serveMemoryRegistry();
    await down.close();
    const files = { c: configFor({ host: down.host }) };
    const reference = `${down.host}/app:1`;
    const { code, err, out } = await baseboard(['check', '-c', 'c', '--format', 'json', reference], {
      files,
    });
    expect(code).toBe(3);
    expect(err).toBe(`baseboard: ${down.host}: resolve of ${reference} failed: the connection was refused\n`);
    expect(report(out).items).toHaveLength(1);
  }, 30_000);

  it('that do not answer take no longer than the timeout, and other images are still reported', async () => {
    const slow = await serveMemoryRegistry();
    try {
      slow.faults.add({ fault: { kind: 'hang' } });
      const files = { c: configFor({ host: slow.host }, { host: served.host }) };
      const args = ['check', '-c', 'c', '--timeout', '1s', '--format', 'json'];
      const { code, err, out } = await baseboard([...args, `${slow.host}/app:1`, images.root], { files });
      expect(code).toBe(3);
      expect(err).toContain('the time limit of the whole check was reached');
      expect(report(out).items.map(({ outcome }) => outcome)).toEqual(['unchecked', 'fresh']);
    } finally {
      await slow.close();
    }
  }, 20_000);
});
