import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Json, nested, putQuirk, type Quirk, READ_QUIRKS, set } from '#lib/judging/testing-quirks.ts';
import { parseConfig } from '#lib/oci/image-config.ts';
import { isIndex, isManifest } from '#lib/oci/manifest.ts';
import { parseReference } from '#lib/oci/reference.ts';
import { createRegistry } from '#lib/registry/client.ts';
import { type ServedRegistry, serveMemoryRegistry } from '#lib/registry/memory/serve.ts';
import { peer } from '../../peers/peers.ts';
import { tryRun } from '../run-program.ts';

const crane = peer('crane');
const regctl = peer('regctl');
const missing = crane === undefined || regctl === undefined;

/** What Go's types do not take either. */
const REFUSED: readonly (readonly [string, Quirk])[] = [
  ['a variable that is no text', { config: set({ config: { Env: [1] } }) }],
  ['a label that is no text', { config: set({ config: { Labels: { a: 1 } } }) }],
  ['a diff ID that is none', { config: nested('rootfs', { diff_ids: ['x'] }) }],
  ['history that is no list', { config: set({ history: 'x' }) }],
];

/** Go's clients take an empty platform for one that is not asked for; we look into the config. */
const FOUND = READ_QUIRKS.filter(([name]) => !/an empty platform|half a platform/.test(name));

describe.skipIf(missing)('documents off the spec, beside Go’s clients', () => {
  let served: ServedRegistry;
  beforeAll(async () => {
    served = await serveMemoryRegistry();
  });
  afterAll(() => served.close());

  let count = 0;
  async function pushed(quirk: Quirk): Promise<string> {
    count += 1;
    const reference = `${served.host}/quirks/q${count}:1`;
    await putQuirk(served.registry, reference, ['os', 'app'], {} satisfies Json, quirk);
    return reference;
  }

  /** The config as we read it: of the only image there is. */
  async function ours(reference: string): Promise<unknown> {
    const client = createRegistry({ registries: [{ host: served.host, plainHttp: true }] });
    try {
      const place = parseReference(reference);
      const top = await client.getManifest(place);
      const digest = isIndex(top) ? top.content.manifests[0]?.digest : top.digest;
      const { tag: _, ...repository } = place;
      const document = await client.getManifest({ ...repository, ...(digest ? { digest } : {}) });
      if (!isManifest(document)) throw new Error('expected a manifest');
      return parseConfig(await client.getBlob({ ...repository, digest: document.content.config.digest }));
    } finally {
      await client.close();
    }
  }

  const config = (reference: string) => tryRun(crane ?? '', ['config', '--insecure', reference]);
  /** Parses manifest and config alike. */
  const inspect = (reference: string) =>
    tryRun(regctl ?? '', [
      ...['--host', `reg=${served.host},tls=disabled`, '-v', 'error'],
      ...['image', 'inspect', '--platform', 'linux/amd64', reference],
    ]);

  /** Parses the config into Go's types. */
  const validate = (reference: string) =>
    tryRun(crane ?? '', ['validate', '--insecure', '--fast', '--remote', reference]);

  it.each(FOUND)('%s: read by us as by them', async (_, quirk) => {
    const reference = await pushed(quirk);
    await ours(reference);
    const outcomes = { crane: await config(reference), regctl: await inspect(reference) };
    // Where one of them reads it, so do we; both have quirks of their own about platforms and types.
    const readers = Object.entries(outcomes).filter(([, { status }]) => status === 0);
    expect(readers.map(([name]) => name)).not.toEqual([]);
  });

  it.each(REFUSED)('%s: refused by us as by them', async (_, quirk) => {
    const reference = await pushed(quirk);
    await expect(ours(reference)).rejects.toThrow();
    const { status, stderr } = await validate(reference);
    expect({ status, stderr }).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/unmarshal|parse hash/),
    });
  });
});
