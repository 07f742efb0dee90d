import { afterAll, beforeAll, expect, test } from 'vitest';
import { layered, pushOn } from '#lib/fleet/testing-images.ts';
import { push } from '#lib/registry/memory/image-builder.ts';
import { type ServedRegistry, serveMemoryRegistry } from '#lib/registry/memory/serve.ts';
import { baseboard, configFor } from '../testing.ts';

let served: ServedRegistry;
let pin = '';
beforeAll(async () => {
  served = await serveMemoryRegistry();
  const os = await pushOn(served, 'os:1');
  await pushOn(served, 'os:2');
  pin = os.digest;
  await pushOn(served, 'shop/api:1', os);
  await push(served.registry, `${served.host}/shop/unclear:1`, layered(undefined, 'unclear'));
});
afterAll(() => served.close());

/** Compares an image that a compose file builds of this Dockerfile. */
async function compare(dockerfile: string, image = 'shop/api:1', ...more: string[]) {
  const files = {
    'here.yaml': configFor({ host: served.host }),
    'compose.yaml': `services: { api: { image: "${served.host}/${image}", build: . } }`,
    Dockerfile: dockerfile.replaceAll('HOST', served.host),
  };
  const args = ['import', '--compare', '--config', 'here.yaml', ...more, 'compose.yaml', 'Dockerfile'];
  const { code, out, err } = await baseboard(args, { files });
  return { code, err, out: out.replaceAll(served.host, 'HOST').replaceAll(pin, 'PIN') };
}

test('an image that is based on another tag is to be rebuilt', async () => {
  const { code, out, err } = await compare('FROM HOST/os:2');
  expect([code, err]).toEqual([1, '']);
  expect(out).toContain(`
Compared with their Dockerfiles
  HOST/shop/api:1  compose.yaml:1
    The Dockerfile already says \`HOST/os:2\`, the image is based on \`HOST/os:1\`. Rebuild it.
`);
});

test.each([
  ['the same tag', 'FROM HOST/os:1', 'shop/api:1', 0, /based on what the Dockerfile says, `HOST\/os:1`/],
  [
    'the same digest',
    'FROM HOST/os:1@PIN',
    'shop/api:1',
    0,
    /based on what the Dockerfile says, `HOST\/os:1@PIN`/,
  ],
  [
    'an argument that is not known',
    'ARG V\nFROM HOST/os:$V',
    'shop/api:1',
    3,
    /The base in its Dockerfile is not known/,
  ],
  ['an image whose base is not known', 'FROM HOST/os:1', 'shop/unclear:1', 3, /is not proven/],
  ['an image that does not exist', 'FROM HOST/os:1', 'shop/none:1', 3, /is not proven/],
])('%s', async (_, dockerfile, image, code, text) => {
  const found = await compare(dockerfile.replace('PIN', pin), image);
  expect(found.code).toBe(code);
  expect(found.out).toMatch(text);
});

test('JSON has the comparisons', async () => {
  const { out } = await compare('FROM HOST/os:2', 'shop/api:1', '--format', 'json');
  expect(JSON.parse(out)).toMatchObject({
    exitCode: 1,
    compared: [
      {
        reference: 'HOST/shop/api:1',
        file: 'compose.yaml',
        line: 1,
        declared: 'HOST/os:2',
        result: 'other-base',
      },
    ],
  });
});

test('without a build, that is said', async () => {
  const { code, out } = await baseboard(['import', '--compare', 'Dockerfile'], {
    files: { Dockerfile: 'FROM a:1' },
  });
  expect(code).toBe(0);
  expect(out).toContain('nothing was compared');
});
