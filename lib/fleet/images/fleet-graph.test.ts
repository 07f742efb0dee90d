import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { parseFilter } from '#lib/lineage/filter/filter.ts';
import { buildGraph } from '#lib/lineage/graph/build-graph.ts';
import { focusGraph, type GraphSlice } from '#lib/lineage/graph/graph-focus.ts';
import type { BaseVerdict, Lineage, LineageLink } from '#lib/lineage/verdict/lineage.ts';
import { CHAIN_END } from '#lib/lineage/vocabulary/chain-end.ts';
import { FRESHNESS } from '#lib/lineage/vocabulary/freshness.ts';
import { STATUS } from '#lib/lineage/vocabulary/status.ts';
import { VERIFICATION } from '#lib/lineage/vocabulary/verification.ts';
import { digestOf } from '#lib/oci/compute-digest.ts';
import { parseReference } from '#lib/oci/reference.ts';
import { readFleet } from '#lib/store/images/fleet-lineages.ts';
import { insertImages } from '#lib/store/images/tracked-images.ts';
import { writeVerdicts } from '#lib/store/scans/verdicts.ts';
import { testDatabase } from '#lib/store/testing.ts';
import { columnsOf } from '../scan/verdict-columns.ts';
import { fleetGraph, type GraphRequest } from './fleet-graph.ts';
import { WHOLE_GRAPH } from './testing-graph.ts';

const database = testDatabase();
const NOW = new Date('2026-06-01T12:00:00.000Z');
const NAMES = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((name) => `q.io/${name}:1`);
const DIGEST_NAME = `q.io/a@${digestOf('pinned')}`;
const daysAgo = (days: number) => new Date(NOW.getTime() - days * 86_400_000).toISOString();

const time = fc.integer({ min: 0, max: 3 }).map(daysAgo);
const reasons = fc.constantFrom<BaseVerdict['reasons']>([], [{ kind: 'base-gone' }]);

/** A verdict on a base; its name is that of the next link, unless the chain ends with a claim. */
const baseVerdict: fc.Arbitrary<BaseVerdict> = fc.record({
  name: fc.constantFrom(...NAMES, DIGEST_NAME, null),
  digest: fc.constantFrom(digestOf('one'), digestOf('two'), null),
  currentDigest: fc.constant(null),
  evidence: fc.constant([]),
  conflict: fc.boolean(),
  freshness: fc.constantFrom(...FRESHNESS),
  verification: fc.constantFrom(...VERIFICATION),
  platforms: fc.constantFrom(
    [],
    [
      {
        ...{ platform: 'linux/amd64', claimedDigest: null, currentDigest: null, reasons: [] },
        ...({ freshness: 'stale', verification: 'verified', baseLayers: 3, appLayers: 2 } as const),
      },
    ],
  ),
  newerTag: fc.constant(null),
  behindSince: fc.option(time),
  reasons,
});

function linkOf(reference: string, last: boolean): fc.Arbitrary<LineageLink> {
  return fc.record(
    {
      reference: fc.constant(reference),
      digest: fc.constantFrom(digestOf(reference), null),
      mediaType: fc.constantFrom('application/vnd.oci.image.manifest.v1+json', null),
      created: fc.constant(null),
      platforms: fc.constantFrom([], [{ platform: 'linux/arm64', digest: digestOf('arm64') }]),
      base: last ? fc.option(baseVerdict) : baseVerdict,
      retained: fc.constant(true as const),
    },
    { requiredKeys: ['reference', 'digest', 'mediaType', 'created', 'platforms', 'base'] },
  );
}

function lineageOf(reference: string): fc.Arbitrary<Lineage> {
  return fc
    .array(fc.constantFrom(...NAMES, DIGEST_NAME), { maxLength: 3 })
    .chain((below) => {
      const chain = [reference, ...below];
      return fc.tuple(...chain.map((name, index) => linkOf(name, index === chain.length - 1)));
    })
    .chain((links) =>
      fc.record({
        version: fc.constant(1 as const),
        reference: fc.constant(reference),
        digest: fc.constant(links[0]?.digest ?? null),
        checkedAt: time,
        status: fc.constantFrom(...STATUS.filter((status) => status !== 'pending')),
        finding: fc.constantFrom<Lineage['finding']>({ kind: 'root' }, { kind: 'no-evidence' }),
        links: fc.constant(links),
        end: fc.constantFrom(...CHAIN_END),
      }),
    );
}

/** Tracked images with their verdicts; null before the first scan. */
const fleets = fc
  .uniqueArray(fc.constantFrom(...NAMES, ...NAMES.map((name) => name.replace('q.io/', 'q.io/on-'))))
  .chain((names) =>
    fc.tuple(...names.map((name) => fc.tuple(fc.constant(name), fc.option(lineageOf(name))))),
  );

const FILTERS = [
  ...[
    '',
    '',
    'status:stale',
    '-status:stale',
    'ancestor:b',
    '-ancestor:b',
    'base:"q.io/c:1"',
    'is:problem',
    'on-',
  ],
  ...[
    'behind:>=1d',
    'platform:linux/arm64',
    'ancestor:a base:c',
    'nothing',
    `digest:${digestOf('q.io/a:1').slice(7, 19)}`,
  ],
];

const requests: fc.Arbitrary<GraphRequest> = fc.record({
  focus: fc.constantFrom(undefined, ...NAMES, 'q.io/on-a:1', 'q.io/a', DIGEST_NAME),
  bases: fc.integer({ min: 0, max: 4 }),
  dependents: fc.integer({ min: 0, max: 4 }),
  filter: fc.constantFrom(...FILTERS),
  at: fc.constant(undefined),
  limit: fc.integer({ min: 1, max: 20 }),
});

async function store(fleet: readonly (readonly [string, Lineage | null])[]): Promise<void> {
  const db = database();
  await db.execute(sql`truncate images, verdicts cascade`);
  if (fleet.length === 0) return;
  const { tracked } = await insertImages(
    db,
    fleet.map(([name]) => parseReference(name)),
    NOW,
  );
  const judged = fleet.flatMap(([name, lineage]) =>
    lineage === null
      ? []
      : [
          {
            ...{ imageId: tracked.get(name)?.id ?? '', lineage, fingerprint: name, ...columnsOf(lineage) },
            ...{ checkedAt: new Date(lineage.checkedAt), inputs: null },
          },
        ],
  );
  await writeVerdicts(db, judged);
}

/** The graph as it is read from whole lineages. */
async function fromLineages({ focus, filter, ...request }: GraphRequest) {
  const graph = buildGraph(await Array.fromAsync(readFleet(database())));
  return focusGraph(graph, { ...request, focus, filter: parseFilter(filter ?? '') });
}

const now = { db: undefined, clock: () => NOW };

describe('fleetGraph', () => {
  beforeEach(() => store([]));

  it('is what the lineages of all images say, whatever part is requested', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fleets, fc.array(requests, { minLength: 8, maxLength: 8 }), async (fleet, wanted) => {
        await store(fleet);
        for (const request of wanted) {
          const expected = await fromLineages(request);
          const found = fleetGraph({ ...now, db: database() }, request);
          if (expected === undefined) await expect(found).rejects.toThrow(/is not in the graph/);
          else expect(await found).toEqual(expected);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('of too many images has bases with counts that are those of the images it leaves out', {
    timeout: 60_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(fleets, fc.constantFrom(...FILTERS), async (fleet, filter) => {
        await store(fleet);
        const request = { ...WHOLE_GRAPH, filter };
        const whole = await fromLineages(request);
        const overview = await fleetGraph({ ...now, db: database() }, request, -1);
        expect(matchingByBase(overview)).toEqual(whole && matchingByBase(whole));
        expect(overview.nodes.length + overview.hidden).toBe(whole && whole.nodes.length + whole.hidden);
        const shown = new Set(overview.nodes.map(({ id }) => id));
        for (const { id, images } of overview.nodes) {
          // Every base is there with its own verdict, and its chain goes on.
          const same = whole?.nodes.find((node) => node.id === id);
          expect({ ...same, images: null }).toEqual({
            ...overview.nodes.find((node) => node.id === id),
            images: null,
          });
          expect(images === null || Object.values(images).every((count) => count > 0)).toBe(true);
        }
        for (const { source, target } of whole?.edges ?? [])
          if (shown.has(source)) expect(shown).toContain(target);
      }),
      { numRuns: 50 },
    );
  });
});

/** How many images that match are directly based on each base, by status: those that are nodes, and those that are counted. */
function matchingByBase({ nodes, edges, withoutBase }: GraphSlice): Record<string, number> {
  const counts: Record<string, number> = {};
  const add = (base: string, byStatus: NonNullable<GraphSlice['withoutBase']>) => {
    for (const [status, count] of Object.entries(byStatus)) {
      counts[`${base} ${status}`] = (counts[`${base} ${status}`] ?? 0) + count;
    }
  };
  const targets = new Map(edges.map(({ source, target }) => [source, target]));
  for (const { id, status, matches, images } of nodes) {
    if (matches) add(targets.get(id) ?? '', { [status]: 1 });
    add(id, images ?? {});
  }
  add('', withoutBase ?? {});
  return counts;
}
