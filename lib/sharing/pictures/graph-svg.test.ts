import { describe, expect, it } from 'vitest';
import { drawGraph, layoutRequestOf } from '#lib/lineage/graph/graph-drawing.ts';
import { layoutGraph } from '#lib/lineage/graph/layout.ts';
import { graphEdge, graphNode } from '#lib/lineage/graph/testing-graphs.ts';
import { STATUS, type Status } from '#lib/lineage/vocabulary/status.ts';
import { graphSvg } from './graph-svg.ts';

const each = (value: (status: Status) => string) =>
  Object.fromEntries(STATUS.map((status) => [status, value(status)])) as Record<Status, string>;

const STYLE = {
  ground: '#fff',
  surface: '#fff',
  line: '#ccc',
  text: '#000',
  muted: '#666',
  statusInk: each((status) => `#${STATUS.indexOf(status)}0${STATUS.indexOf(status)}`),
  statusWord: each((status) => `word-${status}`),
  span: () => '31 d',
};

const WEB = 'ghcr.io/acme/web:1';
const DEBIAN = 'docker.io/library/debian:12';

function draw(threshold = 9, path?: ReadonlySet<string>) {
  const apps = ['a', 'b', 'c'].map((name) => `ghcr.io/acme/${name}:1`);
  const drawing = drawGraph(
    {
      nodes: [
        graphNode(DEBIAN, { status: 'root' }),
        graphNode(WEB, { status: 'stale' }),
        ...apps.map((id) => graphNode(id)),
      ],
      edges: [
        graphEdge(WEB, DEBIAN, { freshness: 'stale', behindSince: '2026-10-24T00:00:00Z' }),
        ...apps.map((id) => graphEdge(id, WEB, { verification: 'contradicted' })),
      ],
    },
    { threshold, budget: 60, opened: new Set(), closed: new Set(), kept: [] },
  );
  return graphSvg(drawing, layoutGraph(layoutRequestOf(drawing)), STYLE, path);
}

describe('graphSvg', () => {
  it('draws every node with its status and name, and every edge with its mark', () => {
    const svg = draw();
    expect(svg.match(/<title>/g)).toHaveLength(5);
    expect(svg).toContain('>word-stale<');
    expect(svg).toContain('>acme/web<tspan font-weight="700">:1<'.replace('>acme', '</tspan>acme'));
    expect(svg).toContain('>31 d<');
    expect(svg.match(/<circle r="8"/g)).toHaveLength(3);
  });

  it('counts the images of a large fleet on its bases, and not the bases of a group as images', () => {
    const images = { stale: 12, 'up-to-date': 1328 };
    const bases = Array.from({ length: 20 }, (_, n) =>
      graphNode(`r.test/base-${n}:1`, { dependents: 1340, images }),
    );
    const folding = { threshold: 4, budget: 60, opened: new Set(''), closed: new Set(''), kept: [] };
    const drawing = drawGraph(
      {
        nodes: [graphNode(DEBIAN, { status: 'root', dependents: 20 }), ...bases],
        edges: bases.map(({ id }) => graphEdge(id, DEBIAN)),
      },
      folding,
    );
    const svg = graphSvg(drawing, layoutGraph(layoutRequestOf(drawing)), STYLE);
    expect(svg.match(/>1,340 images</g)).toHaveLength(12);
    expect(svg).toContain('>8 bases · 10,720 images<');
    expect(svg).toContain('>96 word-stale · 10,624 word-');
    expect(svg).not.toContain('NaN');
  });

  it('draws a group with its count and statuses', () => {
    const svg = draw(2);
    expect(svg).toContain('>3 images<');
    expect(svg).toContain('>3 word-up-to-date<');
    expect(svg).not.toContain('acme/a');
  });

  it('dims nodes and edges that are not selected', () => {
    expect(draw()).not.toContain('opacity');
    // Of five nodes and four edges, two nodes and the edge between them are not dimmed.
    expect(draw(9, new Set([WEB, DEBIAN])).match(/opacity=/g)).toHaveLength(6);
  });

  it('draws nodes that do not match the filter dashed', () => {
    const drawing = drawGraph(
      { nodes: [graphNode(WEB, { matches: false }), graphNode(DEBIAN, { matches: true })], edges: [] },
      { threshold: 9, budget: 9, opened: new Set(), closed: new Set(), kept: [] },
    );
    const svg = graphSvg(drawing, layoutGraph(layoutRequestOf(drawing)), STYLE);
    expect(svg.match(/stroke-dasharray="4 3"/g)).toHaveLength(1);
  });

  it('escapes names and colours', () => {
    const hostile = '<script>&"\u0000';
    const drawing = drawGraph(
      { nodes: [graphNode(hostile)], edges: [] },
      { threshold: 9, budget: 9, opened: new Set(), closed: new Set(), kept: [] },
    );
    const layout = layoutGraph(layoutRequestOf(drawing));
    const svg = graphSvg(drawing, layout, { ...STYLE, text: '"/><script>' });
    expect(svg).not.toContain('<script');
    expect(svg).not.toContain('\u0000');
    expect(svg).toContain('&lt;script&gt;&amp;&quot;');
  });
});
