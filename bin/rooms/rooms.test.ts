import { describe, expect, it } from 'vitest';
import { BOUNDARIES } from './boundaries.ts';
import { entriesOf, forbiddenImports, nodeInBrowser } from './check-boundaries.ts';
import { circles, graphFrom, longestChain } from './circles.ts';
import { findViolations } from './find-violations.ts';
import { graphOf, readImportGraph } from './import-graph.ts';
import { fileCircles, measure } from './measure-rooms.ts';

const tree = (files: Record<string, string>) => graphOf(new Map(Object.entries(files)));

describe('the project', () => {
  const graph = readImportGraph();

  it('breaks no boundary, has no import circle and no long file', () => {
    expect(findViolations(graph)).toEqual([]);
  });

  it('resolves every import of its own files', () => {
    const files = new Set(graph.files);
    const lost = graph.imports.filter(
      ({ to }) => /^(lib|components|app|e2e|bench)\//.test(to) && !files.has(to),
    );
    expect(lost.map(({ to }) => to).filter((to) => !/\.css$|^lib\/cli\/main\.js$/.test(to))).toEqual([]);
  });

  it('has a file in every room of the table, and every entry names something', () => {
    const exists = (path: string) => graph.files.some((file) => file === path || file.startsWith(`${path}/`));
    const entries = Object.keys(BOUNDARIES).flatMap(entriesOf);
    const paths = [
      ...Object.keys(BOUNDARIES),
      ...entries.filter((entry) => /^(lib|components|app)\b/.test(entry)),
    ];
    expect(paths.filter((path) => !exists(path))).toEqual([]);
  });
});

describe('boundaries', () => {
  it('names the arrow, the file and the table', () => {
    const graph = tree({
      'lib/oci/a.ts': "import { b } from '#lib/registry/b.ts';\n",
      'lib/registry/b.ts': '',
    });
    expect(forbiddenImports(graph)).toEqual([
      'lib/oci/a.ts imports lib/registry/b.ts: lib/oci may import zod node:crypto (bin/rooms/boundaries.ts)',
    ]);
  });

  it.each([
    ['a type', "import type { B } from '../registry/b.ts';"],
    ['names over several lines', "import {\n  a,\n  b,\n} from '../registry/b.ts';"],
    ['a re-export', "export { b } from '../registry/b.ts';"],
    ['everything', "export * from '../registry/b.ts';"],
    ['effects alone', "import '../registry/b.ts';"],
    ['when it runs', "const b = await import('../registry/b.ts');"],
    ['a package', "import React from 'react';"],
    ['a path in a package', "import { headers } from 'next/headers';"],
    ['Node', "import { readFileSync } from 'node:fs';"],
    ['a test fixture', "import { x } from './testing.ts';"],
  ])('sees an import of %s', (_, text) => {
    const graph = tree({ 'lib/oci/a.ts': `${text}\n`, 'lib/registry/b.ts': '', 'lib/oci/testing.ts': '' });
    expect(forbiddenImports(graph)).toHaveLength(1);
  });

  it('keeps Next and React out where a row allows every package', () => {
    const graph = tree({
      'lib/store/a.ts': "import { z } from 'zod';\nimport { headers } from 'next/headers';\n",
    });
    expect(forbiddenImports(graph)).toEqual([expect.stringContaining('lib/store/a.ts imports next:')]);
  });

  it('lets a test import what it needs, and takes no text for an import', () => {
    const graph = tree({
      'lib/oci/a.test.ts': "import { b } from '#lib/registry/b.ts';\n",
      'lib/oci/a.ts':
        "// import { b } from '#lib/registry/b.ts';\nconst text = \"from '#lib/registry/b.ts'\";\n",
      'lib/registry/b.ts': '',
    });
    expect(forbiddenImports(graph)).toEqual([]);
  });

  it('the longest row holds for a file', () => {
    const graph = tree({
      'lib/rebase/execution/a.ts': "import { b } from '#lib/registry/errors.ts';\n",
      'lib/rebase/a.ts': "import { b } from './execution/a.ts';\n",
      'lib/registry/errors.ts': '',
    });
    expect(forbiddenImports(graph)).toEqual([
      expect.stringMatching(
        /^lib\/rebase\/a\.ts imports lib\/rebase\/execution\/a\.ts: lib\/rebase may import /,
      ),
    ]);
  });

  it('follows what a browser loads down to Node’s modules, types apart', () => {
    const deep = {
      'components/a.tsx': "import { b } from '#lib/oci/b.ts';\nimport type { C } from '#lib/oci/c.ts';\n",
      'lib/oci/b.ts': "import { hash } from 'node:crypto';\n",
      'lib/oci/c.ts': "import { hash } from 'node:crypto';\n",
    };
    expect(nodeInBrowser(tree(deep))).toEqual([
      'components/a.tsx → lib/oci/b.ts → node:crypto: components/a.tsx runs in a browser (bin/rooms/boundaries.ts)',
    ]);
  });
});

describe('circles', () => {
  it('are found between files, type-only imports included', () => {
    const graph = tree({
      'lib/oci/a.ts': "import { b } from './b.ts';\n",
      'lib/oci/b.ts': "import type { A } from './a.ts';\n",
    });
    expect(fileCircles(graph)).toEqual(['files import one another: lib/oci/a.ts, lib/oci/b.ts']);
  });

  it('are found between rooms whose files make none', () => {
    const graph = tree({
      'lib/x/one/a.ts': "import { b } from '../two/b.ts';\n",
      'lib/x/two/b.ts': '',
      'lib/x/two/c.ts': "import { d } from '../one/d.ts';\n",
      'lib/x/one/d.ts': '',
      'lib/x/e.ts': "import { a } from './one/a.ts';\n",
      'lib/x/f.test.ts': "import { e } from './e.ts';\n",
    });
    expect(fileCircles(graph)).toEqual([]);
    const { rooms, floors, arrows, circles } = measure(graph, 'lib/x');
    expect({ rooms, floors, arrows }).toEqual({ rooms: 3, floors: 2, arrows: 3 });
    expect(circles.join()).toContain('one → two (lib/x/one/a.ts imports lib/x/two/b.ts)');
  });

  it('count as one floor', () => {
    const graph = graphFrom(
      ['alone'],
      [
        ['a', 'b'],
        ['b', 'c'],
        ['c', 'b'],
        ['c', 'd'],
        ['a', 'd'],
      ],
    );
    expect(circles(graph).map((circle) => circle.sort())).toEqual([['b', 'c']]);
    expect(longestChain(graph)).toBe(3);
  });
});
