import { describe, expect, it } from 'vitest';
import { digestOf } from '#lib/oci/compute-digest.ts';
import { parseFilter } from '../filter/filter.ts';
import { NOWHERE } from '../filter/filter-match.ts';
import type { BaseVerdict, Lineage } from '../verdict/lineage.ts';
import { buildGraph, type GraphImage } from './build-graph.ts';
import { focusGraph } from './graph-focus.ts';

const DEBIAN = 'docker.io/library/debian:12';
const WEB = 'ghcr.io/framework/web:1';
const SHOP = 'ghcr.io/apps/shop:1.0';
const API = 'ghcr.io/apps/api:1.0';

/** A verdict on a base as the tests need it: current and verified unless given otherwise. */
function base(name: string | null, changes: Partial<BaseVerdict> = {}): BaseVerdict {
  const platform = { platform: 'linux/amd64', claimedDigest: null, currentDigest: null, reasons: [] };
  return {
    name,
    digest: digestOf(name ?? 'nameless'),
    currentDigest: null,
    evidence: [],
    conflict: false,
    freshness: 'up-to-date',
    verification: 'verified',
    platforms: [
      { ...platform, freshness: 'up-to-date', verification: 'verified', baseLayers: 3, appLayers: 2 },
    ],
    newerTag: null,
    behindSince: null,
    reasons: [],
    ...changes,
  };
}

interface Chain {
  readonly names: readonly string[];
  readonly verdicts?: Readonly<Record<string, Partial<BaseVerdict>>>;
  readonly checkedAt?: string;
  /** The last name is only claimed, never checked. */
  readonly claimedEnd?: boolean;
}

function lineage({ names, verdicts = {}, checkedAt = '2026-11-01T00:00:00Z', claimedEnd }: Chain): Lineage {
  const looked = claimedEnd ? names.slice(0, -1) : names;
  const links = looked.map((reference, index) => {
    const next = names[index + 1];
    return {
      reference,
      digest: digestOf(`${reference} ${checkedAt}`),
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      created: null,
      platforms: [{ platform: 'linux/amd64', digest: digestOf(reference) }],
      base: next === undefined ? null : base(next, verdicts[reference]),
    };
  });
  const end = claimedEnd ? 'unresolvable' : 'root';
  const stale = verdicts[names[0] ?? '']?.freshness === 'stale';
  return {
    version: 1,
    reference: names[0] ?? '',
    digest: null,
    checkedAt,
    status: stale ? 'stale' : 'up-to-date',
    finding: { kind: 'stated', text: 'A sentence.' },
    links,
    end,
  };
}

function tracked(chain: Chain, imageId = `id of ${chain.names[0]}`): GraphImage {
  return {
    imageId,
    reference: chain.names[0] ?? '',
    sample: false,
    public: false,
    snoozed: false,
    mentioned: NOWHERE,
    owner: null,
    behindSince: null,
    lineage: lineage(chain),
  };
}

describe('buildGraph', () => {
  it('draws a base once, however many chains go through it', () => {
    const graph = buildGraph([
      tracked({ names: [SHOP, WEB, DEBIAN] }),
      tracked({ names: [API, WEB, DEBIAN] }),
    ]);
    expect([...graph.nodes.keys()].sort()).toEqual([API, SHOP, WEB, DEBIAN].sort());
    expect(graph.edges.size).toBe(3);
    expect(graph.dependents.get(WEB)).toEqual([API, SHOP]);
    expect(graph.nodes.get(WEB)).toMatchObject({ imageId: null, dependents: 2, bases: 1 });
    expect(graph.nodes.get(SHOP)).toMatchObject({ imageId: `id of ${SHOP}`, baseLayers: 3, appLayers: 2 });
    expect(graph.nodes.get(DEBIAN)).toMatchObject({ status: 'root', bases: 0, dependents: 1 });
  });

  it('prefers an image’s own lineage to what chains say of it, however old', () => {
    const own = tracked({ names: [WEB, DEBIAN], checkedAt: '2026-01-01T00:00:00Z' });
    const stale = { verdicts: { [WEB]: { freshness: 'stale' } } } as const;
    const other = tracked({ names: [SHOP, WEB, 'docker.io/library/debian:11'], ...stale });
    for (const images of [
      [own, other],
      [other, own],
    ]) {
      const graph = buildGraph(images);
      expect(graph.nodes.get(WEB)).toMatchObject({ status: 'up-to-date', imageId: own.imageId });
      expect(graph.edges.get(WEB)?.target).toBe(DEBIAN);
      // The base of the outdated chain is no image's base any more.
      expect(graph.nodes.has('docker.io/library/debian:11')).toBe(false);
      // By the mentions that count nothing is based on it: it would be drawn alone.
      expect(graph.nodes.has('docker.io/library/debian:11')).toBe(false);
    }
  });

  it('else takes the chain that was checked last', () => {
    const before = tracked({ names: [SHOP, WEB, DEBIAN], checkedAt: '2026-01-01T00:00:00Z' });
    const after = tracked({
      names: [API, WEB, DEBIAN],
      checkedAt: '2026-02-01T00:00:00Z',
      verdicts: { [WEB]: { freshness: 'stale', behindSince: '2026-01-20T00:00:00Z' } },
    });
    for (const images of [
      [before, after],
      [after, before],
    ]) {
      const graph = buildGraph(images);
      expect(graph.nodes.get(WEB)?.status).toBe('stale');
      expect(graph.edges.get(WEB)).toMatchObject({ freshness: 'stale', behindSince: '2026-01-20T00:00:00Z' });
    }
  });

  it('draws a base that is only named, and prefers a chain that read it', () => {
    const gone = { [SHOP]: { freshness: 'base-gone', reasons: [{ kind: 'base-gone' }] } } as const;
    const claim = tracked({ names: [SHOP, WEB], claimedEnd: true, verdicts: gone });
    expect(buildGraph([claim]).nodes.get(WEB)).toMatchObject({
      status: 'broken',
      finding: { kind: 'reasons', reasons: [{ kind: 'base-gone' }] },
    });
    const looked = tracked({ names: [API, WEB, DEBIAN], checkedAt: '2020-01-01T00:00:00Z' });
    expect(buildGraph([claim, looked]).nodes.get(WEB)?.status).toBe('up-to-date');
  });

  it('does not show a tag that no longer exists as a root, however much of it can be read', () => {
    const gone = { [SHOP]: { freshness: 'base-tag-gone', reasons: [{ kind: 'base-tag-gone' }] } } as const;
    const graph = buildGraph([tracked({ names: [SHOP, DEBIAN], verdicts: gone })]);
    expect(graph.nodes.get(DEBIAN)).toMatchObject({ status: 'broken', finding: { kind: 'tag-gone' } });
    const own = buildGraph([
      tracked({ names: [SHOP, DEBIAN], verdicts: gone }),
      tracked({ names: [DEBIAN] }),
    ]);
    expect(own.nodes.get(DEBIAN)?.finding.kind).toBe('own');
  });

  it('names a base by its digest where no name is claimed', () => {
    const pinned = { [SHOP]: { name: null, freshness: 'pinned' } } as const;
    const graph = buildGraph([tracked({ names: [SHOP, 'x'], claimedEnd: true, verdicts: pinned })]);
    expect(graph.edges.get(SHOP)?.target).toBe(digestOf('x'));
  });

  it('shows a tracked image before its first scan, and keeps what chains know of it', () => {
    const waiting = {
      imageId: 'w',
      reference: WEB,
      sample: true,
      public: false,
      snoozed: false,
      mentioned: NOWHERE,
      owner: null,
      behindSince: null,
      lineage: null,
    };
    expect(buildGraph([waiting]).nodes.get(WEB)).toMatchObject({ status: 'pending', imageId: 'w', bases: 0 });
    const graph = buildGraph([waiting, tracked({ names: [SHOP, WEB, DEBIAN] })]);
    expect(graph.nodes.get(WEB)).toMatchObject({ status: 'pending', imageId: 'w', bases: 1, dependents: 1 });
  });

  it('joins 10,000 images into the nodes and links they have', () => {
    const images = Array.from({ length: 10_000 }, (_, index) =>
      tracked({ names: [`ghcr.io/apps/a${index}:1`, `ghcr.io/framework/f${index % 100}:1`, DEBIAN] }),
    );
    const graph = buildGraph(images);
    expect(graph.nodes.size).toBe(10_101);
    expect(graph.edges.size).toBe(10_100);
    expect(graph.nodes.get(DEBIAN)?.dependents).toBe(100);
    const slice = focusGraph(graph, { bases: 16, dependents: 1, limit: 5000 });
    expect(slice?.hidden).toBe(5101);
  });

  it('never draws an image onto itself', () => {
    expect(buildGraph([tracked({ names: [SHOP, SHOP] })]).edges.size).toBe(0);
  });
});

describe('focusGraph', () => {
  const graph = buildGraph([
    tracked({ names: [SHOP, WEB, DEBIAN], verdicts: { [SHOP]: { freshness: 'stale' } } }),
    tracked({ names: [API, WEB, DEBIAN] }),
    tracked({ names: ['ghcr.io/ops/cron:1', DEBIAN] }),
    tracked({ names: ['quay.io/other/tool:1', 'quay.io/other/root:1'] }),
  ]);
  const everything = { bases: 16, dependents: 16, limit: 100 };
  const ids = (focus: Parameters<typeof focusGraph>[1]) =>
    focusGraph(graph, focus)
      ?.nodes.map(({ id }) => id.replace(/^.*\//, ''))
      .join(' ');

  it.each([
    [{ focus: SHOP }, 'web:1 shop:1.0 debian:12'],
    [{ focus: SHOP, bases: 1 }, 'web:1 shop:1.0'],
    [{ focus: SHOP, bases: 0, dependents: 0 }, 'shop:1.0'],
    [{ focus: 'debian:12', dependents: 1 }, 'debian:12 web:1 cron:1'],
    [{ focus: 'debian:12' }, 'debian:12 api:1.0 shop:1.0 web:1 cron:1'],
    [{ focus: 'debian:12', filter: parseFilter('status:stale') }, 'debian:12 shop:1.0 web:1'],
    [{ filter: parseFilter('status:stale') }, 'debian:12 shop:1.0 web:1'],
    [{ filter: parseFilter('status:stale'), bases: 0 }, 'shop:1.0'],
    [{ filter: parseFilter('ancestor:debian -base:ghcr.io/*') }, 'debian:12 web:1 cron:1'],
    [{ filter: parseFilter('registry:quay.io') }, 'root:1 tool:1'],
    [{ filter: parseFilter('nothing') }, ''],
    [{ limit: 4 }, 'debian:12 api:1.0 shop:1.0 web:1'],
    [{ limit: 3 }, 'debian:12 shop:1.0 web:1'],
    [{ focus: 'debian:12', limit: 2 }, 'debian:12 web:1'],
  ])('%j shows %s', (focus, expected) => {
    const shown = ids({ ...everything, ...focus });
    expect(shown?.split(' ').sort()).toEqual(expected.split(' ').sort());
  });

  it('tells what matches from what connects it', () => {
    const matching = (focus: Parameters<typeof focusGraph>[1]) =>
      focusGraph(graph, focus)
        ?.nodes.filter(({ matches }) => matches)
        .map(({ id }) => id);
    expect(matching({ ...everything, filter: parseFilter('status:stale') })).toEqual([SHOP]);
    expect(matching({ ...everything, filter: parseFilter('base:debian') })).toEqual([
      WEB,
      'ghcr.io/ops/cron:1',
    ]);
    expect(matching(everything)).toHaveLength(graph.nodes.size);
  });

  it('counts what it leaves out, and draws edges between what it shows alone', () => {
    const slice = focusGraph(graph, { ...everything, focus: SHOP, bases: 1 });
    expect(slice?.hidden).toBe(graph.nodes.size - 2);
    expect(slice?.edges.map(({ source, target }) => [source, target])).toEqual([[SHOP, WEB]]);
  });

  it('knows no node that is not there', () => {
    expect(focusGraph(graph, { ...everything, focus: 'ghcr.io/no/such:1' })).toBeUndefined();
    expect(focusGraph(graph, { ...everything, focus: '::' })).toBeUndefined();
  });

  it('ends where chains of different times go round in a circle', () => {
    const circle = buildGraph([tracked({ names: [SHOP, WEB] }), tracked({ names: [WEB, SHOP] })]);
    const slice = focusGraph(circle, { ...everything, focus: SHOP, filter: parseFilter('ancestor:web') });
    expect(slice?.nodes.map(({ id }) => id)).toEqual([SHOP, WEB]);
  });
});
