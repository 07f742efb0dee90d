import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseReference } from '#lib/oci/reference.ts';
import { createRegistry, type RegistryClient } from '#lib/registry/client.ts';
import { basedOn, image, push } from '#lib/registry/memory/image-builder.ts';
import {
  AT,
  both,
  lagging,
  limited,
  lost,
  type Match,
  on,
  own,
  type Quirk,
  type QuirkProxy,
  redirects,
  refused,
  startQuirkProxy,
  withHeaders,
} from '#lib/registry/testing/quirk-proxy.ts';
import { openRebaser, type Rebaser } from '../rebase/setup/product-rebase.ts';
import { connectionTo } from './connection.ts';
import {
  distributionMissing,
  type RealRegistry,
  type RegistryAuth,
  startDistribution,
} from './registries.ts';

const missing = distributionMissing();

const noMount = on(AT.mount, refused(405, 'UNSUPPORTED'));
const inOnePut: Match = (passing) => AT.blobPut(passing) && passing.body.byteLength > 0;
const content: Match = (passing) => AT.upload(passing) && passing.body.byteLength > 0;

const QUIRKS: Record<string, () => Quirk> = {
  'the tag’s PUT is stored and answered with 504': () => on(AT.tagPut, lost(own(504))),
  'the tag’s PUT is stored and the connection reset': () => on(AT.tagPut, lost('reset')),
  'the tag’s PUT is stored and answered with another digest': () =>
    on(AT.tagPut, withHeaders({ 'docker-content-digest': `sha256:${'0'.repeat(64)}` })),
  'reads show the old tag for a while': () => lagging(2000, 'old'),
  'reads hide the tag for a while': () => lagging(2000, 'nothing'),
  'five writes in a short time are taken': () => limited(AT.write, 5, 500),
  'writes are limited at first, with Retry-After': () =>
    on(AT.write, refused(429, 'TOOMANYREQUESTS', '', { 'retry-after': '1' }), { times: 2 }),
  'a mount is answered with 500': () => on(AT.mount, refused(500)),
  'a mount is answered with 202 and no Location': () => on(AT.mount, refused(202)),
  'a child that was put is missed for a moment': () =>
    on(AT.manifestPut, refused(404, 'MANIFEST_UNKNOWN'), { times: 4 }),
  'an upload’s connection breaks once': () =>
    both(
      on(content, async () => 'reset', { times: 1 }),
      noMount,
    ),
  'an upload’s answer is lost': () => both(on(content, lost(own(502)), { times: 1 }), noMount),
  'blobs in one PUT are refused': () => both(noMount, on(inOnePut, refused(405, 'UNSUPPORTED'))),
  'uploads are redirected by 307': () => both(noMount, redirects(AT.upload, 307)),
  'ETags are weak': () => withHeaders({ etag: 'W/"weak"' }),
};

// What the in-memory registry cannot show: the quirks in front of a registry that others wrote.
describe.skipIf(missing).each<RegistryAuth>(['none', 'token'])(
  `a rebase at Distribution behind a proxy with a quirk, auth: %s${missing === undefined ? '' : ` (${missing})`}`,
  (auth) => {
    let registry: RealRegistry;
    let proxy: QuirkProxy;
    let client: RegistryClient;
    let rebaser: Rebaser;
    beforeAll(async () => {
      registry = await startDistribution(auth);
      proxy = await startQuirkProxy(registry.host);
      const behind = { ...registry, host: proxy.host };
      client = createRegistry({ registries: [connectionTo(behind)] });
      rebaser = openRebaser(behind);
    }, 30_000);
    afterAll(async () => {
      await rebaser?.close();
      await client?.close();
      await proxy?.[Symbol.asyncDispose]();
      await registry?.stop();
    });

    it.each(Object.entries(QUIRKS))(
      '%s: the tag ends as planned, and goes back',
      async (name, quirk) => {
        const place = `quirks/q${Object.keys(QUIRKS).indexOf(name)}`;
        const at = (path: string) => `${proxy.host}/${place}/${path}`;
        const digest = async (path: string) => (await client.resolve(parseReference(at(path)))).digest;
        const file = (text: string) => [{ path: `etc/${place}`, content: text }];
        const oldBase = image().layer('ADD old', file('1'));
        const old = await push(client, at('lib:1'), oldBase);
        const app = image()
          .from(oldBase)
          .layer('COPY app', file('app'))
          .annotate(basedOn(at('lib:1'), old));
        const before = await push(client, at('app:1'), app);
        await push(client, at('lib:1'), image().layer('ADD new', file('2')).layer('ADD more', file('3')));

        proxy.quirk = quirk();
        const plan = await rebaser.rebase({
          ...{ image: `${place}/app:1`, oldBase: `${place}/lib@${old}`, newBase: `${place}/lib:1` },
        });
        proxy.quirk = undefined;
        expect(await digest('app:1')).toBe(plan.toDigest);
        proxy.quirk = quirk();
        expect(await rebaser.rollBack(plan)).toBe('rolled-back');
        proxy.quirk = undefined;
        expect(await digest('app:1')).toBe(before);
      },
      60_000,
    );
  },
);
