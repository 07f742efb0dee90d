import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { digestOf } from '#lib/oci/compute-digest.ts';
import type { Digest } from '#lib/oci/digest.ts';
import { parseReference } from '#lib/oci/reference.ts';
import { createRegistry, type RegistryClient } from '#lib/registry/client.ts';
import type { Credential } from '#lib/registry/transport/auth/credential.ts';
import { connectionTo } from './connection.ts';
import { putRaw, putRawBlob, type RawDescriptor } from './raw-requests.ts';
import {
  distributionMissing,
  type RealRegistry,
  type RegistryAuth,
  startDistribution,
} from './registries.ts';
import { identityToken } from './token-server.ts';

const MANIFEST = 'application/vnd.oci.image.manifest.v1+json';
const CONFIG = 'application/vnd.oci.image.config.v1+json';
const missing = distributionMissing();

describe.skipIf(missing).each<RegistryAuth>(['none', 'basic', 'token'])(
  `our client at Distribution, auth: %s${missing === undefined ? '' : ` (${missing})`}`,
  (auth) => {
    let registry: RealRegistry;
    let config: RawDescriptor;
    let digest: Digest;
    const clients: RegistryClient[] = [];
    /** A client for this registry, with other credentials than the configured ones where they are given. */
    const client = (credential?: Credential | null): RegistryClient => {
      const { username, password, ...rest } = connectionTo(registry);
      const registries = credential === undefined ? [connectionTo(registry)] : [rest];
      const made = createRegistry({ registries }, credential ? { credential: async () => credential } : {});
      clients.push(made);
      return made;
    };
    const reference = (name: string) => parseReference(`${registry.host}/${name}`);

    beforeAll(async () => {
      registry = await startDistribution(auth);
      config = await putRawBlob(
        registry,
        'team/app',
        { architecture: 'amd64', os: 'linux', rootfs: { type: 'layers', diff_ids: [] } },
        CONFIG,
      );
      const json = { schemaVersion: 2, mediaType: MANIFEST, config, layers: [] };
      for (const tag of ['1', '2', 'latest']) digest = (await putRaw(registry, 'team/app', json, tag)).digest;
    }, 30_000);
    afterAll(async () => {
      for (const each of clients) await each.close();
      await registry?.stop();
    });

    it('reads', async () => {
      const ours = client();
      expect(await ours.resolve(reference('team/app:1'))).toMatchObject({ digest, mediaType: MANIFEST });
      expect((await ours.getManifest(reference('team/app:1'))).digest).toBe(digest);
      const where = { registry: registry.host, repository: 'team/app', digest: config.digest };
      expect(Buffer.from(await ours.getBlob(where)).toString()).toContain('"architecture":"amd64"');
      expect(await ours.hasBlob(where)).toBe(true);
      expect([...(await ours.listTags(where))].sort()).toEqual(['1', '2', 'latest']);
      // Distribution has no referrers API, and nothing is under the fallback tag.
      expect(await ours.listReferrers({ ...where, digest })).toEqual([]);
      await expect(ours.resolve(reference('team/app:none'))).rejects.toMatchObject({ kind: 'not-found' });
    });

    it('writes', async () => {
      const ours = client();
      const bytes = Buffer.from(JSON.stringify({ architecture: 'arm64', os: 'linux' }));
      const blob = {
        registry: registry.host,
        repository: 'team/other',
        digest: digestOf(bytes),
      };
      await ours.putBlob(blob, { size: bytes.byteLength, content: bytes });
      expect(await ours.hasBlob(blob)).toBe(true);
      expect(await ours.mountBlob({ ...blob, repository: 'team/third' }, 'team/other')).toBe('mounted');
      const manifest = {
        ...{ schemaVersion: 2, mediaType: MANIFEST, layers: [] },
        config: { mediaType: CONFIG, digest: blob.digest, size: bytes.byteLength },
      };
      const target = reference('team/third:1');
      const put = await ours.putManifest(target, {
        mediaType: MANIFEST,
        bytes: Buffer.from(JSON.stringify(manifest)),
      });
      expect(await ours.resolve(target)).toMatchObject({ digest: put.digest });
      await ours.deleteManifest({ registry: registry.host, repository: 'team/third', digest: put.digest });
      await expect(ours.resolve(target)).rejects.toMatchObject({ kind: 'not-found' });
    });

    if (auth === 'none') return;

    it('distinguishes "not visible" from "gone" without the right account', async () => {
      const strangers = [null, { type: 'password', username: 'baseboard', password: 'wrong' }] as const;
      for (const credential of strangers) {
        const refused = client(credential).resolve(reference('team/app:1'));
        await expect(refused).rejects.toMatchObject({ kind: 'not-visible' });
        await expect(refused).rejects.not.toThrow(/wrong/);
      }
    });

    if (auth !== 'token') return;

    it('exchanges an identity token', async () => {
      const { credentials } = registry;
      if (credentials === undefined) throw new Error('no account');
      const ours = client({ type: 'identity-token', token: identityToken(credentials) });
      expect(await ours.resolve(reference('team/app:1'))).toMatchObject({ digest });
    });

    it('requests one token for many calls on one repository', async () => {
      const ours = client();
      const before = registry.tokens?.requested.length ?? 0;
      for (const tag of ['1', '2', 'latest', '1']) await ours.resolve(reference(`team/app:${tag}`));
      expect((registry.tokens?.requested.length ?? 0) - before).toBe(1);
      expect(registry.tokens?.requested.at(-1)).toEqual(['repository:team/app:pull']);
    });
  },
);
