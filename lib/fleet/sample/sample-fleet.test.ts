import { expect, it } from 'vitest';
import { factOfFailure } from '#lib/judging/sources/failure-as-fact.ts';
import { resolveLineage } from '#lib/lineage/chain/judge-chain.ts';
import type { Facts, Need } from '#lib/lineage/facts/facts.ts';
import { STATUS } from '#lib/lineage/vocabulary/status.ts';
import { parseConfig } from '#lib/oci/image-config.ts';
import { parseStrictJson } from '#lib/oci/json/strict-json.ts';
import { formatReference, parseReference } from '#lib/oci/reference.ts';
import { buildSampleFleet, type SampleFleet } from './sample-fleet.ts';

const NOW = new Date('2026-06-01T00:00:00Z');

/** Judges an image from nothing but the sample's registry and past. */
async function judge({ registry, past }: SampleFleet, text: string) {
  const known = new Map<string, unknown>();
  const key = (need: Need) =>
    need.kind === 'tag'
      ? formatReference(need.reference)
      : need.kind === 'tags'
        ? 'tags'
        : `${need.kind} ${need.repository.repository} ${need.digest}`;
  const look = <T>(need: Need) => known.get(key(need)) as T | undefined;
  const observations = past(NOW);
  const facts: Facts = {
    tag: (reference) => look({ kind: 'tag', reference }),
    manifest: (repository, digest) => look({ kind: 'manifest', repository, digest }),
    config: (repository, digest) => look({ kind: 'config', repository, digest }),
    statement: (repository, digest) => look({ kind: 'statement', repository, digest }),
    tags: () => undefined,
    history: (reference) => ({
      observations: observations
        .filter(({ tag }) => tag === formatReference(reference))
        .map(({ digest, firstSeen }) => ({ digest, firstSeen: firstSeen.toISOString() })),
    }),
    imagesBeneath: () => [],
    declaredBase: () => undefined,
  };
  const fetch = async (need: Need): Promise<unknown> => {
    switch (need.kind) {
      case 'tag':
        return {
          state: 'resolved',
          digest: (await registry.resolve(need.reference)).digest,
          observedAt: NOW.toISOString(),
        };
      case 'manifest':
        return {
          state: 'present',
          document: await registry.getManifest({ ...need.repository, digest: need.digest }),
        };
      case 'config':
        return {
          state: 'present',
          config: parseConfig(await registry.getBlob({ ...need.repository, digest: need.digest })),
        };
      case 'statement':
        return {
          state: 'present',
          statement: parseStrictJson(await registry.getBlob({ ...need.repository, digest: need.digest })),
        };
      case 'tags':
        return { state: 'present', tags: await registry.listTags(need.repository) };
    }
  };
  for (;;) {
    const resolution = resolveLineage(parseReference(text), facts, NOW.toISOString());
    if (resolution.kind === 'resolved') return resolution.value;
    for (const need of resolution.needs) {
      known.set(
        key(need),
        await fetch(need).catch((error) => ({ ...factOfFailure(error), observedAt: NOW.toISOString() })),
      );
    }
  }
}

it('shows what each image is there to show, and every status', async () => {
  const fleet = await buildSampleFleet();
  const verdicts = await Promise.all(
    fleet.images.map(async ({ reference }) => ({
      reference,
      expected: (await judge(fleet, reference)).status,
    })),
  );
  expect(verdicts).toEqual(fleet.images.map(({ reference, expected }) => ({ reference, expected })));
  const shown = new Set(verdicts.map(({ expected }) => expected));
  expect([...STATUS].filter((status) => !shown.has(status))).toEqual(['pending']);
  expect(fleet.images.length).toBeGreaterThanOrEqual(40);
});

it('has a chain of five and a base with fifteen dependents', async () => {
  const fleet = await buildSampleFleet();
  const lineages = await Promise.all(fleet.images.map(({ reference }) => judge(fleet, reference)));
  expect(Math.max(...lineages.map(({ links }) => links.length))).toBe(5);
  const onNode = lineages.filter(({ links }) => links[0]?.base?.name?.endsWith('/runtime/node:22'));
  expect(onNode).toHaveLength(15);
  const conflict = lineages.find(({ links }) => links[0]?.base?.conflict);
  expect(conflict?.reference).toContain('legacy/report-gen');
  const since = onNode.map(({ links }) => links[0]?.base?.behindSince).find((at) => at !== null);
  expect(NOW.getTime() - Date.parse(since ?? '')).toBe(41 * 24 * 3600 * 1000);
});

it('has a base that moves while one watches', async () => {
  const fleet = await buildSampleFleet();
  const dependent =
    fleet.images.find(({ reference }) => reference.includes('data/forecast'))?.reference ?? '';
  expect((await judge(fleet, dependent)).status).toBe('up-to-date');
  await fleet.move();
  expect((await judge(fleet, dependent)).status).toBe('stale');
});

it('is the same each time', async () => {
  const [a, b] = await Promise.all([buildSampleFleet(), buildSampleFleet()]);
  for (const { reference } of a.images) {
    const parsed = parseReference(reference);
    expect((await a.registry.resolve(parsed)).digest).toBe((await b.registry.resolve(parsed)).digest);
  }
});
