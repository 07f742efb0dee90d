import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createRegistry } from '#lib/registry/client.ts';
import { serveMemoryRegistry } from '#lib/registry/memory/serve.ts';
import { type ConformanceSubject, registryConformance } from '#lib/registry/testing/conformance.ts';
import { peer } from '../../peers/peers.ts';
import { run } from '../run-program.ts';
import { connectionTo } from './connection.ts';
import { distributionMissing, type RealRegistry, startDistribution, startGoRegistry } from './registries.ts';

const closers: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** It takes manifests before their blobs, never mounts, and lists artifacts under their config's type. */
const GO_REGISTRY = { deletesTags: true, mounts: false, checksBlobs: false, tellsArtifactTypes: false };

/** One server for a whole suite: each test has a repository of its own. */
function against(start: () => Promise<RealRegistry | undefined>): () => Promise<ConformanceSubject> {
  let subject: Promise<ConformanceSubject> | undefined;
  const open = async () => {
    const server = await start();
    if (server === undefined) throw new Error('the server is not there');
    const connection = connectionTo(server);
    const client = createRegistry({ registries: [connection] });
    closers.push(server.stop, () => client.close());
    // Neither server checks If-Match; Distribution 2.8 deletes by digest alone.
    const claims =
      server.kind === 'distribution'
        ? { deletesTags: false, conditionalPuts: false }
        : { ...GO_REGISTRY, conditionalPuts: false };
    return { registry: client, host: server.host, ...claims };
  };
  return () => {
    subject ??= open();
    return subject;
  };
}

const noDistribution = distributionMissing();
describe.skipIf(noDistribution)(`Distribution${noDistribution ? ` (${noDistribution})` : ''}`, () => {
  registryConformance(
    'Distribution',
    against(() => startDistribution('none')),
  );
  registryConformance(
    'Distribution with Basic',
    against(() => startDistribution('basic')),
  );
  registryConformance(
    'Distribution with tokens',
    against(() => startDistribution('token')),
  );
});

const noGo = peer('registry') === undefined ? 'not built' : undefined;
describe.skipIf(noGo)(`go-containerregistry${noGo ? ` (${noGo})` : ''}`, () => {
  registryConformance('go-containerregistry’s registry', against(startGoRegistry));
});

const program = peer('conformance');
describe.skipIf(program === undefined)(
  `the distribution-spec’s conformance program${program === undefined ? ' (not built)' : ''}`,
  () => {
    it('passes the registry in memory, served over HTTP', { timeout: 120_000 }, async () => {
      const served = await serveMemoryRegistry();
      const results = await mkdtemp(join(tmpdir(), 'baseboard-conformance-'));
      try {
        await run(program ?? '', [], {
          cwd: results,
          env: {
            OCI_REGISTRY: served.host,
            OCI_TLS: 'disabled',
            OCI_REPO1: 'conformance/one',
            OCI_REPO2: 'conformance/two',
            OCI_VERSION: '1.1',
            OCI_RESULTS_DIR: results,
          },
        });
        const report = await readFile(join(results, 'junit.xml'), 'utf8');
        const [, tests, failures] = /tests="(\d+)"[^>]*failures="(\d+)"/.exec(report) ?? [];
        expect(Number(failures)).toBe(0);
        expect(Number(tests)).toBeGreaterThan(100);
      } finally {
        await served.close();
        await rm(results, { recursive: true, force: true });
      }
    });
  },
);
