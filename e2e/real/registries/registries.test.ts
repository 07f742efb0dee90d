import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tryRun } from '../run-program.ts';
import { deleteRaw, getRaw, putRaw, putRawBlob } from './raw-requests.ts';
import {
  distributionMissing,
  type RealRegistry,
  type RegistryAuth,
  startDistribution,
  startGoRegistry,
} from './registries.ts';
import { identityToken } from './token-server.ts';

const CONFIG = 'application/vnd.oci.image.config.v1+json';

/** Pushes an image without layers: enough to be found, moved and deleted. */
async function pushEmpty(registry: RealRegistry, tag: string, subject?: object): Promise<string> {
  const config = await putRawBlob(
    registry,
    'team/app',
    { architecture: 'amd64', os: 'linux', rootfs: { type: 'layers', diff_ids: [] }, author: tag },
    CONFIG,
  );
  const mediaType = 'application/vnd.oci.image.manifest.v1+json';
  const json = { schemaVersion: 2, mediaType, config, layers: [], ...(subject ? { subject } : {}) };
  return (await putRaw(registry, 'team/app', json, tag)).digest;
}

describe.each<RegistryAuth>(['none', 'basic', 'token'])('Distribution with auth: %s', (auth) => {
  const missing = distributionMissing();
  let registry: RealRegistry;
  beforeAll(async () => {
    if (missing === undefined) registry = await startDistribution(auth);
  }, 30_000);
  afterAll(() => registry?.stop());

  it.skipIf(missing)(`lets in its account${missing ? ` (${missing})` : ''}`, async () => {
    const digest = await pushEmpty(registry, '1');
    expect((await getRaw(registry, 'team/app', '1')).digest).toBe(digest);
    const tags = ['list-tags', '--tls-verify=false', `docker://${registry.host}/team/app`];
    const known = await tryRun('skopeo', [...tags, '--authfile', registry.authFile]);
    expect(known.stdout).toContain('"1"');
    const stranger = await tryRun('skopeo', tags, { env: { HOME: registry.scratch } });
    expect(stranger.status === 0).toBe(auth === 'none');
    const impostor = await fetch(`http://${registry.host}/v2/team/app/tags/list`, {
      headers: { authorization: `Basic ${btoa('baseboard:wrong')}` },
    });
    expect(impostor.status).toBe(auth === 'none' ? 200 : 401);
  });

  it.skipIf(missing)('forgets a tag and keeps its manifest, deletes a manifest with its tags', async () => {
    const digest = await pushEmpty(registry, 'leaving');
    await registry.forgetTag('team/app', 'leaving');
    await expect(getRaw(registry, 'team/app', 'leaving')).rejects.toThrow('404');
    expect((await getRaw(registry, 'team/app', digest)).digest).toBe(digest);
    await deleteRaw(registry, 'team/app', digest);
    await expect(getRaw(registry, 'team/app', digest)).rejects.toThrow('404');
  });
});

describe('the token server', () => {
  const missing = distributionMissing();
  it.skipIf(missing)(
    'gives tokens for passwords and identity tokens, none for wrong ones',
    async ({ onTestFinished }) => {
      const registry = await startDistribution('token');
      onTestFinished(registry.stop);
      const { tokens, credentials } = registry;
      if (tokens === undefined || credentials === undefined) throw new Error('no token server');
      const digest = await pushEmpty(registry, '1');
      const ask = async (refreshToken: string): Promise<Response> => {
        const body = new URLSearchParams({ grant_type: 'refresh_token', service: tokens.service });
        body.set('client_id', 'test');
        body.set('scope', 'repository:team/app:pull');
        body.set('refresh_token', refreshToken);
        return fetch(tokens.realm, { method: 'POST', body });
      };
      const { access_token: token } = (await (await ask(identityToken(credentials))).json()) as {
        access_token: string;
      };
      const answer = await fetch(`http://${registry.host}/v2/team/app/manifests/${digest}`, {
        headers: { authorization: `Bearer ${token}`, accept: 'application/vnd.oci.image.manifest.v1+json' },
      });
      expect(answer.status).toBe(200);
      expect((await ask('wrong')).status).toBe(401);
      const anonymous = await fetch(`${tokens.realm}?service=x&scope=repository:team/app:pull`);
      const { token: empty } = (await anonymous.json()) as { token: string };
      const refused = await fetch(`http://${registry.host}/v2/team/app/manifests/${digest}`, {
        headers: { authorization: `Bearer ${empty}` },
      });
      expect(refused.status).toBe(401);
    },
  );
});

describe("go-containerregistry's registry", () => {
  it('keeps manifests and lists referrers', async (context) => {
    const registry = await startGoRegistry();
    if (registry === undefined) return context.skip('it was not built: see e2e/peers/install.ts');
    context.onTestFinished(registry.stop);
    const digest = await pushEmpty(registry, '1');
    const { mediaType, bytes } = await getRaw(registry, 'team/app', '1');
    const referrer = await pushEmpty(registry, 'referrer', { mediaType, digest, size: bytes.byteLength });
    const response = await fetch(`http://${registry.host}/v2/team/app/referrers/${digest}`);
    const { manifests } = (await response.json()) as { manifests: { digest: string }[] };
    expect(manifests.map((each) => each.digest)).toEqual([referrer]);
    await registry.forgetTag('team/app', '1');
    await expect(getRaw(registry, 'team/app', '1')).rejects.toThrow('404');
  });
});
