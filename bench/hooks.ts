// What does a storm of hook calls cost? 1,000 calls a second for 30 s (`--short`: 8 s), each about one of 20 bases of 1,000 images,
// at a digest that is not known: the time until each is answered, the scans and requests that follow, and the server's memory.
// It exits with 1 if 95 % are not answered within 100 ms, or if the checks are more than their limit.
import { setTimeout as sleep } from 'node:timers/promises';
import { Agent, request } from 'undici';
import { distributionEvent } from '#lib/hooks/testing.ts';
import { digestOf } from '#lib/oci/compute-digest.ts';
import { createRegistry } from '#lib/registry/client.ts';
import { startBaseboard } from '../e2e/server.ts';
import { pushFleet } from './fleet.ts';
import { report } from './measure.ts';
import { startRegistryProcess } from './registry-process.ts';
import { ask, trackAll } from './server.ts';

const SECONDS = process.argv.includes('--short') ? 8 : 30;
const PER_SECOND = 1000;
const SHAPE = { images: 1000, bases: 20 };
/** Calls are sent in bursts, this many milliseconds apart. */
const BURST_MS = 10;
/** A tag is checked once in this time. */
const CHECK_SECONDS = 10;
const GOAL_MS = 100;

const registry = await startRegistryProcess();
const client = createRegistry({ registries: [{ host: registry.host, plainHttp: true }] });
const server = await startBaseboard({
  config: `registries:\n  - host: ${registry.host}\n    plainHttp: true\n`,
});
try {
  const { images, bases } = await pushFleet(client, registry.host, SHAPE);
  await trackAll(server, images);
  const hook = await ask<{ url: string; secret: string }>(server, 'POST', '/api/v1/hooks', {
    name: 'storm',
    kind: 'distribution',
  });
  const scans = await countScans();
  const requestsBefore = await metric('baseboard_registry_requests_total');
  const storm = await sendStorm(hook, bases);
  // The checks that follow the last calls.
  await sleep((CHECK_SECONDS + 5) * 1000);
  const at = (share: number) =>
    storm.times[Math.min(storm.times.length - 1, Math.floor(storm.times.length * share))] ?? 0;
  const ms = (share: number) => `${at(share).toFixed(0)} ms`;
  report(`${storm.times.length} calls in ${storm.seconds.toFixed(1)} s: ${storm.answers}`);
  report(`answered after ${ms(0.5)} (median), ${ms(0.95)} (95 %), ${ms(0.99)} (99 %), ${ms(1)} (last)`);
  const requests = (await metric('baseboard_registry_requests_total')) - requestsBefore;
  const most = 1 + Math.ceil((storm.seconds + CHECK_SECONDS) / CHECK_SECONDS);
  // A check is one HEAD of the tag; nothing has moved, so no image is read.
  const limit = most * SHAPE.bases;
  report(`${scans.count()} scans, ${requests} requests to the registry of at most ${limit}`);
  const memory = await metric('process_resident_memory_bytes');
  report(`memory of the server: ${(memory / 1e6).toFixed(0)} MB`);
  scans.stop();
  if (at(0.95) > GOAL_MS || requests > limit) process.exitCode = 1;
} finally {
  await server.stop();
  await client.close();
  await registry.stop();
}

/** Sends the calls at their times, whether earlier ones are answered or not. */
async function sendStorm({ url, secret }: { url: string; secret: string }, bases: readonly string[]) {
  const agent = new Agent({ connections: 100 });
  const headers = { authorization: `Bearer ${secret}`, 'content-type': 'application/json' };
  const times: number[] = [];
  const answers = new Map<number, number>();
  const call = async (number: number) => {
    const [repository = '', tag] = (bases[number % bases.length] ?? '')
      .split('/')
      .slice(1)
      .join('/')
      .split(':');
    const event = distributionEvent(
      { repository, tag, digest: digestOf(`push ${number}`) },
      { request: { host: registry.host } },
    );
    const body = JSON.stringify({ events: [event] });
    const began = performance.now();
    const response = await request(url, { method: 'POST', headers, body, dispatcher: agent });
    await response.body.dump();
    times.push(performance.now() - began);
    answers.set(response.statusCode, (answers.get(response.statusCode) ?? 0) + 1);
  };
  const pending: Promise<void>[] = [];
  const began = performance.now();
  for (let burst = 0; burst < (SECONDS * 1000) / BURST_MS; burst += 1) {
    for (let each = 0; each < (PER_SECOND * BURST_MS) / 1000; each += 1) pending.push(call(pending.length));
    await sleep(Math.max(0, began + (burst + 1) * BURST_MS - performance.now()));
  }
  await Promise.all(pending);
  const seconds = (performance.now() - began) / 1000;
  await agent.close();
  times.sort((a, b) => a - b);
  return { times, seconds, answers: [...answers].map(([code, count]) => `${count} × ${code}`).join(', ') };
}

/** Counts the scans that start from now on. */
async function countScans() {
  const listening = new AbortController();
  const { body } = await fetch(`${server.url}/api/v1/events`, { signal: listening.signal });
  const ids = new Set<string>();
  const read = async () => {
    let text = '';
    for await (const chunk of body?.pipeThrough(new TextDecoderStream()) ?? []) {
      text = (text + chunk).slice(-10_000);
      for (const [, id] of text.matchAll(/event: scan\ndata: \{"id":"([^"]+)"/g)) ids.add(id ?? '');
    }
  };
  const ended = read().catch(() => undefined);
  return {
    count: () => ids.size,
    async stop() {
      listening.abort();
      await ended;
    },
  };
}

/** The sum of a metric's values. */
async function metric(name: string): Promise<number> {
  const text = await (await fetch(`${server.url}/metrics`)).text();
  const values = text.matchAll(new RegExp(`^${name}(?:\\{.*\\})? (\\S+)$`, 'gm'));
  return [...values].reduce((sum, [, value]) => sum + Number(value), 0);
}
