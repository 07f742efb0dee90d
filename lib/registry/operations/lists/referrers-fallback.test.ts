import { expect, test } from 'vitest';
import { digestOf } from '#lib/oci/compute-digest.ts';
import type { Descriptor } from '#lib/oci/descriptor.ts';
import { isIndex, parseManifest } from '#lib/oci/manifest.ts';
import { MEDIA_TYPE } from '#lib/oci/media-type.ts';
import { RegistryError } from '../../errors.ts';
import { recordReferrer } from './referrers-fallback.ts';

const referrer = (name: string): Descriptor => ({
  mediaType: MEDIA_TYPE.ociManifest,
  digest: digestOf(name),
  size: 1,
  artifactType: 'application/x',
});
const subject = { registry: 'reg.example', repository: 'a', digest: digestOf('subject') };

test('referrers are appended under the subject’s tag, each once, guarded by the etag', async () => {
  let stored: Uint8Array | undefined;
  const puts: (string | undefined)[] = [];
  const registry: Parameters<typeof recordReferrer>[0] = {
    async resolve(reference) {
      expect(reference.tag).toBe(`sha256-${subject.digest.slice(7)}`);
      if (stored)
        return { digest: digestOf(stored), mediaType: MEDIA_TYPE.ociIndex, etag: `"${puts.length}"` };
      const facts = {
        host: 'reg.example',
        operation: 'resolve',
        reference: 'x',
        problem: 'it is not there',
      } as const;
      throw new RegistryError({ ...facts, kind: 'not-found', code: 'MANIFEST_UNKNOWN' });
    },
    getManifest: async () => parseManifest(stored ?? new Uint8Array()),
    async putManifest(_, { bytes, ifMatch }) {
      puts.push(ifMatch);
      stored = bytes;
      return { digest: digestOf(bytes), subjectProcessed: false };
    },
  };
  await recordReferrer(registry, subject, referrer('one'));
  await recordReferrer(registry, subject, referrer('two'));
  await recordReferrer(registry, subject, referrer('one'));
  expect(puts).toEqual([undefined, '"1"']);
  const document = parseManifest(stored ?? new Uint8Array());
  expect(isIndex(document) && document.content.manifests).toEqual([referrer('one'), referrer('two')]);
});
