import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getRaw, putRaw, type RawDescriptor } from '../registries/raw-requests.ts';
import type { RealRegistry } from '../registries/registries.ts';
import { lookUp } from '../tools/buildah.ts';
import { recompress } from '../tools/skopeo.ts';
import { pushUncompressed } from './images/push-uncompressed.ts';
import type { Rebaser } from './setup/product-rebase.ts';
import {
  DOCKER_MANIFEST,
  OCI_MANIFEST,
  openRebaseSetup,
  passes,
  type RebaseSetup,
  rebaseSetupMissing,
} from './setup/rebase-setup.ts';
import { unpack } from './setup/unpack-and-run.ts';

const missing = rebaseSetupMissing();

// What a rebase puts is pulled, unpacked and run by programs that share no code with it.
describe.skipIf(missing)(`rebased images by format${missing === undefined ? '' : ` (${missing})`}`, () => {
  let setup: RebaseSetup;
  let registry: RealRegistry;
  let rebaser: Rebaser;

  beforeAll(async () => {
    setup = await openRebaseSetup();
    ({ registry, rebaser } = setup);
  }, 30_000);
  afterAll(() => setup?.close());

  it('stay in the Docker format', async () => {
    const { oldBase } = await setup.buildStale('docker', { format: 'docker' });
    expect(await setup.typeOf('docker/app', '1')).toBe(DOCKER_MANIFEST);
    await rebaser.rebase({ image: 'docker/app:1', oldBase, newBase: 'docker/lib:1' });
    const { mediaType, json } = await getRaw(registry, 'docker/app', '1');
    expect(mediaType).toBe(DOCKER_MANIFEST);
    expect(json.mediaType).toBe(DOCKER_MANIFEST);
    const types = [json.config as RawDescriptor, ...(json.layers as RawDescriptor[])].map(
      ({ mediaType: type }) => type,
    );
    expect(types.filter((type) => !type.startsWith('application/vnd.docker.'))).toEqual([]);
    expect(await setup.validate('docker/app:1')).toBe(passes('docker/app:1'));
    expect(await setup.prints('docker/app:1')).toBe('library 2');
  }, 60_000);

  it('keep the Docker format on a base in the OCI format, and are refused on its zstd layers', async () => {
    await setup.buildBase('mixed', 1, { format: 'docker' });
    const app = await setup.buildApp('mixed', { format: 'docker' });
    const old = await lookUp(registry, 'mixed/lib:1');
    await setup.buildBase('mixed', 2);
    await recompress(setup.workshop, 'mixed/lib:1', 'mixed/lib:zstd');
    const oldBase = `mixed/lib@${old.digest}`;
    expect(await rebaser.plan({ image: 'mixed/app:1', oldBase, newBase: 'mixed/lib:zstd' })).toMatchObject({
      kind: 'refused',
      refusal: { kind: 'unsupported-media-type' },
    });
    expect((await lookUp(registry, 'mixed/app:1')).digest).toBe(app.digest);
    await rebaser.rebase({ image: 'mixed/app:1', oldBase, newBase: 'mixed/lib:1' });
    expect(await setup.typeOf('mixed/app', '1')).toBe(DOCKER_MANIFEST);
    expect(await setup.validate('mixed/app:1')).toBe(passes('mixed/app:1'));
    expect(await setup.prints('mixed/app:1')).toBe('library 2');
  }, 60_000);

  it('that mixed both formats are pulled again: crane’s Docker manifest of OCI layers', async () => {
    const { oldBase, second } = await setup.buildStale('blend');
    await setup.crane(
      ...['rebase', '--old_base', setup.at(oldBase), '--new_base', setup.at('blend/lib:1')],
      ...['--tag', setup.at('blend/app:mixed'), setup.at('blend/app:1')],
    );
    expect(await setup.typeOf('blend/app', 'mixed')).toBe(DOCKER_MANIFEST);
    await expect(unpack(setup.workshop, 'blend/app:mixed')).rejects.toThrow(/media type/i);
    await setup.buildBase('blend', 3);
    const image = 'blend/app:mixed';
    await rebaser.rebase({ image, oldBase: `blend/lib@${second.digest}`, newBase: 'blend/lib:1' });
    expect(await setup.typeOf('blend/app', 'mixed')).toBe(DOCKER_MANIFEST);
    expect(await setup.validate(image)).toBe(passes(image));
    expect(await setup.prints(image)).toBe('library 3');
  }, 60_000);

  it('that mixed both formats are pulled again: an OCI manifest of Docker layers', async () => {
    const { oldBase } = await setup.buildStale('blended', { format: 'docker' });
    const { json } = await getRaw(registry, 'blended/app', '1');
    await putRaw(registry, 'blended/app', { ...json, mediaType: OCI_MANIFEST }, 'mixed');
    await expect(unpack(setup.workshop, 'blended/app:mixed')).rejects.toThrow(/media ?type/i);
    const image = 'blended/app:mixed';
    await rebaser.rebase({ image, oldBase, newBase: 'blended/lib:1' });
    expect(await setup.typeOf('blended/app', 'mixed')).toBe(OCI_MANIFEST);
    expect(await setup.validate(image)).toBe(passes(image));
    expect(await setup.prints(image)).toBe('library 2');
  }, 60_000);

  it.each([
    { form: 'zstd', recompressed: recompress, type: 'application/vnd.oci.image.layer.v1.tar+zstd' },
    { form: 'plain', recompressed: pushUncompressed, type: 'application/vnd.oci.image.layer.v1.tar' },
  ])(
    'stand on $form layers, old or new, where crane sees another base',
    async (given) => {
      const { form, recompressed, type } = given;
      await setup.buildBase(form, 1);
      await setup.buildApp(form);
      await recompressed(setup.workshop, `${form}/lib:1`, `${form}/lib:old`);
      await setup.buildBase(form, 2);
      await recompressed(setup.workshop, `${form}/lib:1`, `${form}/lib:new`);
      const types = async (repository: string, tag: string) =>
        (await setup.layersOf(repository, tag)).map(({ mediaType }) => mediaType);
      expect(await types(`${form}/lib`, 'old')).toEqual([type]);
      expect(await types(`${form}/lib`, 'new')).toEqual([type]);

      const refused = await setup.crane(
        ...['rebase', '--old_base', setup.at(`${form}/lib:old`), '--new_base', setup.at(`${form}/lib:1`)],
        ...['--tag', setup.at(`${form}/app:crane`), setup.at(`${form}/app:1`)],
      );
      expect(refused.status).toBe(1);
      expect(refused.stderr).toContain('layer 0 mismatch');

      const request = { image: `${form}/app:1`, oldBase: `${form}/lib:old` };
      await rebaser.rebase({ ...request, newBase: `${form}/lib:1`, target: `${form}/app:gzip` });
      expect(await setup.validate(`${form}/app:gzip`)).toBe(passes(`${form}/app:gzip`));
      expect(await setup.prints(`${form}/app:gzip`)).toBe('library 2');

      await rebaser.rebase({ ...request, newBase: `${form}/lib:new`, target: `${form}/app:${form}` });
      const [bottom] = await setup.layersOf(`${form}/app`, form);
      expect(bottom).toEqual((await setup.layersOf(`${form}/lib`, 'new'))[0]);
      // crane validates the content of gzip layers alone: it has the same to say of the base itself.
      expect(await setup.validate(`${form}/lib:new`)).toContain('gzip: invalid header');
      expect(await setup.validate(`${form}/app:${form}`)).toContain('gzip: invalid header');
      expect(await setup.validate(`${form}/app:${form}`, '--fast')).toBe(passes(`${form}/app:${form}`));
      expect(await setup.prints(`${form}/app:${form}`)).toBe('library 2');
    },
    60_000,
  );
});
