import { createRegistry } from '../client.ts';
import { type ConformanceSubject, registryConformance } from '../testing/conformance.ts';
import {
  AT,
  on,
  type Quirk,
  redirects,
  refused,
  startQuirkProxy,
  withHeaders,
} from '../testing/quirk-proxy.ts';
import { createMemoryRegistry } from './memory-registry.ts';
import { type ServeOptions, serveMemoryRegistry } from './serve.ts';
import type { FaultRule } from './server/faults.ts';

const claims = { deletesTags: true, conditionalPuts: true };
const login = { username: 'ci', password: 'secret' };

registryConformance('the registry in memory', async () => ({
  registry: createMemoryRegistry(),
  host: 'memory.test',
  ...claims,
}));

/** The client of `lib/registry/client.ts` over the served registry. */
function overHttp(options: ServeOptions, quirks: readonly FaultRule[] = []) {
  return async (): Promise<ConformanceSubject> => {
    const served = await serveMemoryRegistry(options);
    for (const quirk of quirks) served.faults.add(quirk);
    const client = createRegistry({ registries: [{ host: served.host, plainHttp: true, ...login }] });
    const close = async () => {
      await client.close();
      await served.close();
    };
    return { registry: client, host: served.host, ...claims, close };
  };
}

registryConformance('the client over HTTP', overHttp({}));
registryConformance('the client without the referrers API', overHttp({ referrers: false }));
registryConformance('the client with Basic', overHttp({ auth: { kind: 'basic', ...login } }));
registryConformance('the client with tokens', overHttp({ auth: { kind: 'token', ...login } }));
registryConformance(
  'the client with tokens that last a second',
  overHttp({ auth: { kind: 'token', ...login, seconds: 1 } }),
);

const faults: readonly (readonly [string, FaultRule])[] = [
  ...[400, 403, 404, 405, 410, 501].map(
    (status) => [`answers HEADs ${status}`, { method: 'HEAD', fault: { kind: 'status', status } }] as const,
  ),
  ['names no digest to HEADs', { method: 'HEAD', path: /manifests/, fault: { kind: 'status', status: 200 } }],
];
for (const [name, quirk] of faults) {
  const served = overHttp({ auth: { kind: 'token', ...login } }, [quirk]);
  registryConformance(`the client of a registry that ${name}`, served);
}

/** The client at a served registry behind a proxy with a quirk: each quirk is one line. */
function behindProxy(quirk: () => Quirk) {
  return async (): Promise<ConformanceSubject> => {
    const served = await serveMemoryRegistry();
    const proxy = await startQuirkProxy(served.host);
    proxy.quirk = quirk();
    const client = createRegistry({ registries: [{ host: proxy.host, plainHttp: true }] });
    const close = async () => {
      await client.close();
      await proxy[Symbol.asyncDispose]();
      await served.close();
    };
    return { registry: client, host: proxy.host, ...claims, close };
  };
}

const QUIRKS: Record<string, () => Quirk> = {
  'wants PATCH': () => on((passing) => AT.blobPut(passing) && passing.body.byteLength > 0, refused(405)),
  'redirects uploads': () => redirects(AT.upload, 307),
  'redirects manifests': () => redirects(AT.manifestPut, 308),
  'limits writes at first': () => on(AT.write, refused(429), { times: 2 }),
  'has weak ETags': () => withHeaders({ etag: 'W/"1"' }),
};
for (const [name, quirk] of Object.entries(QUIRKS)) {
  const start = behindProxy(quirk);
  registryConformance(`the client at a registry that ${name}`, async () => {
    const subject = await start();
    return name === 'has weak ETags' ? { ...subject, conditionalPuts: false } : subject;
  });
}
