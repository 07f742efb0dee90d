import { createRegistry } from '../client.ts';
import { type ConformanceSubject, registryConformance } from '../conformance.ts';
import type { FaultRule } from './faults.ts';
import { createMemoryRegistry } from './registry.ts';
import { type ServeOptions, serveMemoryRegistry } from './serve.ts';

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

const quirks: readonly (readonly [string, FaultRule])[] = [
  ...[400, 403, 404, 405, 410, 501].map(
    (status) => [`answers HEADs ${status}`, { method: 'HEAD', fault: { kind: 'status', status } }] as const,
  ),
  ['names no digest to HEADs', { method: 'HEAD', path: /manifests/, fault: { kind: 'status', status: 200 } }],
];
for (const [name, quirk] of quirks) {
  const served = overHttp({ auth: { kind: 'token', ...login } }, [quirk]);
  registryConformance(`the client of a registry that ${name}`, served);
}
