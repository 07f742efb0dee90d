// How long do 500 rebases in one cascade take, compared with the same minimum of requests alone, and with `crane rebase`
// in a loop? The cascade is planned before; the time is measured from its start to its end.
import { setTimeout as sleep } from 'node:timers/promises';
import { request } from 'undici';
import { digestOf } from '#lib/oci/compute-digest.ts';
import { parseReference } from '#lib/oci/reference.ts';
import { createRegistry } from '#lib/registry/client.ts';
import { peer } from '../e2e/peers/peers.ts';
import { run } from '../e2e/real/run-program.ts';
import { startBaseboard } from '../e2e/server.ts';
import { inParallel, moveBase, pushFleet } from './fleet.ts';
import { report, seconds } from './measure.ts';
import { startBenchRegistry } from './registries.ts';
import { ask, trackAll } from './server.ts';

const SHAPE = { images: 500, bases: 1 };
/** The number of images that `crane rebase` rebases in a loop; its time per image is compared. */
const CRANE_TIMES = 30;
/** Concurrent requests when they are sent alone: the client's limit for one host. */
const WIDTH = 8;

const registry = await startBenchRegistry();
const client = createRegistry({ registries: [{ host: registry.host, plainHttp: true }] });
const fleet = await pushFleet(client, registry.host, SHAPE);
const [base = ''] = fleet.bases;
const server = await startBaseboard({
  config: JSON.stringify({
    registries: [{ host: registry.host, plainHttp: true }],
    push: { allow: [`${registry.host}/**`] },
  }),
  env: { BASEBOARD_ENABLE_PUSH: '1' },
});

interface Cascade {
  readonly id: string;
  readonly state: string;
  readonly counts: Readonly<Record<string, number>>;
  readonly items: readonly { readonly requests: number | null }[];
}

/** The requests of one rebase that mounts one layer, with bodies of realistic size. */
async function bare(n: number): Promise<void> {
  const repository = `http://${registry.host}/v2/bare/app-${n}`;
  const send = async (method: 'HEAD' | 'POST' | 'PUT', url: string, body?: string, type?: string) => {
    const answer = await request(url, {
      method,
      ...(body === undefined ? {} : { body }),
      ...(type === undefined ? {} : { headers: { 'content-type': type } }),
    });
    await answer.body.dump();
    return answer;
  };
  const upload = async (body: string) => {
    const begun = await send('POST', `${repository}/blobs/uploads/`);
    const location = new URL(String(begun.headers.location), repository);
    location.searchParams.set('digest', digestOf(body));
    await send('PUT', location.href, body, 'application/octet-stream');
  };
  const config = JSON.stringify({ n, padding: 'x'.repeat(400) });
  await send('POST', `${repository}/blobs/uploads/?mount=${mounted.digest}&from=${mounted.from}`);
  await upload(config);
  const manifest = JSON.stringify({
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    config: {
      mediaType: 'application/vnd.oci.image.config.v1+json',
      digest: digestOf(config),
      size: config.length,
    },
    layers: [
      {
        mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip',
        digest: mounted.digest,
        size: mounted.size,
      },
    ],
  });
  await send('HEAD', `${repository}/manifests/1`);
  await send('PUT', `${repository}/manifests/1`, manifest, 'application/vnd.oci.image.manifest.v1+json');
  await send('HEAD', `${repository}/manifests/1`);
}

const mounted = { digest: '', from: '', size: 0 };
try {
  await trackAll(server, fleet.images);
  const moved = await moveBase(client, base);
  Object.assign(mounted, {
    digest: moved.layer.digest,
    size: moved.layer.size,
    from: parseReference(base).repository,
  });
  let cascade = await ask<Cascade>(server, 'POST', '/api/v1/cascades/plan', { reference: base });
  const planning = await seconds(async () => {
    cascade = await ask<Cascade>(server, 'POST', '/api/v1/cascades/plan', { reference: base });
  });
  report(
    `registry: ${registry.kind}; planning ${cascade.items.length} rebases again: ${planning.toFixed(2)} s`,
  );
  report(
    `requests for each: ${new Set(cascade.items.map(({ requests }) => requests)).size === 1 ? cascade.items[0]?.requests : 'different'}`,
  );
  const took = await seconds(async () => {
    await ask(server, 'POST', `/api/v1/cascades/${cascade.id}/start`, {});
    do {
      await sleep(100);
      cascade = await ask<Cascade>(server, 'GET', `/api/v1/cascades/${cascade.id}`);
    } while (cascade.state === 'running');
  });
  if (cascade.state !== 'succeeded')
    throw new Error(`the cascade ${cascade.state}: ${JSON.stringify(cascade.counts)}`);
  const raw = await seconds(() => inParallel(SHAPE.images, bare, WIDTH));
  report(`${SHAPE.images} rebases in one cascade: ${took.toFixed(2)} s`);
  report(
    `the same requests alone:        ${raw.toFixed(2)} s: ${(took / raw).toFixed(2)}× (goal: at most 1.25×)`,
  );
  const crane = peer('crane');
  if (crane === undefined) report('crane rebase: not built');
  else {
    const again = await moveBase(client, base);
    const loop = await seconds(async () => {
      for (const image of fleet.images.slice(0, CRANE_TIMES)) {
        await run(crane, [
          ...['rebase', image, '--insecure', '--old_base', `${base.replace(/:[^:/]*$/, '')}@${moved.digest}`],
          ...['--new_base', `${base.replace(/:[^:/]*$/, '')}@${again.digest}`, '-t', image],
        ]);
      }
    });
    const each = loop / CRANE_TIMES;
    const ratio = (each * SHAPE.images) / took;
    report(
      `crane rebase in a loop:         ${(each * 1000).toFixed(0)} ms each: ${ratio.toFixed(1)}× (goal: at least 5×)`,
    );
  }
} catch (error) {
  report(server.output());
  throw error;
} finally {
  await server.stop();
  await client.close();
  await registry.stop();
}
