import { expect, it } from 'vitest';
import { createMemoryWatch } from '#lib/judging/testing-memory-watch.ts';
import type { TagPast } from '#lib/judging/testing-tag-past.ts';
import { STATUS } from '#lib/lineage/vocabulary/status.ts';
import { parseReference } from '#lib/oci/reference.ts';
import { buildSampleFleet, type SampleFleet } from './sample-fleet.ts';

const NOW = new Date('2026-06-01T00:00:00Z');

/** Judges an image with nothing but the sample's registry and past. */
async function judge({ registry, past }: SampleFleet, text: string) {
  const observations = past(NOW).map(({ tag, digest, firstSeen }) => {
    return { tag, digest, firstSeen: firstSeen.toISOString() };
  });
  const tags: TagPast = new Map(Map.groupBy(observations, ({ tag }) => tag));
  const watch = createMemoryWatch(registry, () => NOW, tags);
  return (await watch.judge(parseReference(text))).lineage;
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
