import { describe, expect, it } from 'vitest';
import type { LineageLinkView, LineageView } from '#lib/api/contract/images/lineage.ts';
import { staleVerdict } from '../testing-verdict.ts';
import { type BaseChainLayer, buildBaseChain } from './base-chain.ts';
import { layersWithCommands, readableCommand, readManifestLayers } from './manifest-documents.ts';

const digest = (name: string) => `sha256:${name.padEnd(64, '0')}`;
const layers: BaseChainLayer[] = Array.from({ length: 10 }, (_, index) => ({
  index,
  digest: digest(`${index}`),
  size: 1,
  command: null,
}));

function link(name: string, base: { on: string; layers: number | null } | null): LineageLinkView {
  const verdict =
    base &&
    staleVerdict(
      { name: base.on, digest: digest(base.on) },
      { platform: 'linux/amd64', baseLayers: base.layers, appLayers: null },
    );
  return {
    reference: name,
    digest: digest(name),
    mediaType: null,
    created: null,
    platforms: [],
    base: verdict,
  };
}

function ladder(...links: LineageLinkView[]) {
  const lineage: LineageView = {
    reference: 'a',
    digest: null,
    checkedAt: '2026-11-24T00:00:00Z',
    status: 'stale',
    summary: '',
    links,
    end: 'root',
  };
  return buildBaseChain(lineage, 'linux/amd64', layers).map((step) => ({
    name: step.link.reference,
    layers: step.layers?.map(({ index }) => index) ?? null,
    ...(step.includesBases ? { includesBases: true } : {}),
  }));
}

describe('buildBaseChain', () => {
  it('shares every layer out, once', () => {
    expect(
      ladder(link('a', { on: 'b', layers: 7 }), link('b', { on: 'c', layers: 2 }), link('c', null)),
    ).toEqual([
      { name: 'a', layers: [7, 8, 9] },
      { name: 'b', layers: [2, 3, 4, 5, 6] },
      { name: 'c', layers: [0, 1] },
    ]);
  });

  it('draws no seam that was not verified', () => {
    expect(ladder(link('a', { on: 'b', layers: null }), link('b', null))).toEqual([
      { name: 'a', layers: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], includesBases: true },
      { name: 'b', layers: null },
    ]);
  });

  it('ignores layer boundaries of content that the image is not based on', () => {
    const moved = link('b', { on: 'c', layers: 2 });
    expect(
      ladder(link('a', { on: 'b', layers: 7 }), { ...moved, digest: digest('other') }, link('c', null)),
    ).toEqual([
      { name: 'a', layers: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], includesBases: true },
      { name: 'b', layers: null },
      { name: 'c', layers: null },
    ]);
  });

  it('goes on below with the platform that was built on', () => {
    const built = link('a', { on: 'b', layers: 6 });
    const base = built.base && {
      ...built.base,
      platforms: built.base.platforms.map((each) => ({
        ...each,
        ...{ platform: 'linux/arm64', basePlatform: 'linux/amd64' },
      })),
    };
    const links = [{ ...built, base }, link('b', { on: 'c', layers: 2 }), link('c', null)];
    const lineage: LineageView = {
      ...{ reference: 'a', digest: null, checkedAt: '2026-11-24T00:00:00Z', status: 'stale', summary: '' },
      ...{ links, end: 'root' },
    };
    const steps = buildBaseChain(lineage, 'linux/arm64', layers);
    expect(steps.map((step) => step.layers?.length)).toEqual([4, 4, 2]);
  });

  it('refuses a seam above the one before', () => {
    expect(
      ladder(link('a', { on: 'b', layers: 3 }), link('b', { on: 'c', layers: 8 }), link('c', null)),
    ).toEqual([
      { name: 'a', layers: [3, 4, 5, 6, 7, 8, 9] },
      { name: 'b', layers: [0, 1, 2], includesBases: true },
      { name: 'c', layers: null },
    ]);
  });

  it('does not claim for an image without a known base that all layers are its own', () => {
    const image = link('a', null);
    for (const [end, mayIncludeBases] of [
      ['root', false],
      ['no-evidence', true],
      ['unresolvable', true],
    ] as const) {
      expect(buildBaseChain({ links: [image], end }, undefined, layers)).toMatchObject([{ mayIncludeBases }]);
    }
  });

  it('gives a root all of its layers', () => {
    expect(ladder(link('a', null))).toEqual([{ name: 'a', layers: layers.map(({ index }) => index) }]);
  });
});

describe('image documents', () => {
  it('joins layers and history, empty entries left out', () => {
    const manifest = readManifestLayers({
      config: { digest: digest('c') },
      layers: [
        { digest: digest('1'), size: 10 },
        { digest: digest('2'), size: 20 },
      ],
    });
    const config = {
      history: [
        { created_by: '/bin/sh -c #(nop) ADD file:1 in /' },
        { created_by: 'ENV A=1', empty_layer: true },
        { created_by: 'RUN /bin/sh -c make # buildkit' },
      ],
    };
    expect(manifest.config).toBe(digest('c'));
    expect(layersWithCommands(manifest, config).map(({ command, size }) => [command, size])).toEqual([
      ['ADD file:1 in /', 10],
      ['RUN make', 20],
    ]);
    expect(layersWithCommands(manifest, { history: [] }).map(({ command }) => command)).toEqual([null, null]);
  });

  it.each([
    ['not an object', 7],
    ['null', null],
    ['an index', { manifests: [] }],
  ])('finds no layer in %s', (_, json) => {
    expect(readManifestLayers(json)).toEqual({ config: null, layers: [] });
  });

  it.each([
    ['/bin/sh -c #(nop)  CMD ["bash"]', 'CMD ["bash"]'],
    ['/bin/sh -c apt-get   update', 'RUN apt-get update'],
    ['COPY . /app # buildkit', 'COPY . /app'],
    ['RUN |1 V=2 /bin/sh -c make V=$V # buildkit', 'RUN make V=$V'],
    ['', null],
  ])('%j reads %j', (written, command) => {
    expect(readableCommand(written)).toBe(command);
  });
});
