import { posix } from 'node:path';
import { circles, graphFrom, longestChain } from './circles.ts';
import { type Import, type ImportGraph, isTest } from './import-graph.ts';

/** How a folder is divided. Its rooms are its children, files and folders, without tests. */
export interface Measure {
  readonly folder: string;
  readonly rooms: number;
  /** The rooms on the longest chain of imports. */
  readonly floors: number;
  /** Pairs of rooms of which one imports the other. */
  readonly arrows: number;
  /** Rooms that import one another, each arrow with one import that makes it. */
  readonly circles: readonly string[];
}

/** Measures a folder by the imports between its children. */
export function measure(graph: ImportGraph, folder: string): Measure {
  const above = `${folder}/`;
  const child = (file: string) =>
    file.startsWith(above) ? file.slice(above.length).split('/', 1)[0] : undefined;
  const rooms = graph.files.filter((file) => !isTest(file)).flatMap((file) => child(file) ?? []);
  const arrows = new Map<string, Import & { ends: readonly [string, string] }>();
  for (const each of graph.imports) {
    const [from, to] = [child(each.from), child(each.to)];
    if (from === undefined || to === undefined || from === to || isTest(each.from)) continue;
    arrows.set(`${from} → ${to}`, { ...each, ends: [from, to] });
  }
  const between = graphFrom(
    rooms,
    [...arrows.values()].map(({ ends }) => ends),
  );
  return {
    folder,
    rooms: between.size,
    floors: longestChain(between),
    arrows: arrows.size,
    circles: circles(between).map((circle) => {
      const inside = [...arrows].filter(([, { ends }]) => ends.every((end) => circle.includes(end)));
      const lines = inside.map(([arrow, { from, to }]) => `  ${arrow} (${from} imports ${to})`);
      return [`${folder}: ${circle.join(', ')} import one another`, ...lines].join('\n');
    }),
  };
}

/** All folders that hold source files, parents first. */
export function foldersOf(graph: ImportGraph): string[] {
  const above = (folder: string): string[] =>
    folder === '.' ? [] : [...above(posix.dirname(folder)), folder];
  return [...new Set(graph.files.flatMap((file) => above(posix.dirname(file))))].sort();
}

/** Files that import one another, type-only imports and tests included. */
export function fileCircles({ files, imports }: ImportGraph): string[] {
  const known = new Set(files);
  const arrows = imports.filter(({ to }) => known.has(to)).map(({ from, to }) => [from, to] as const);
  return circles(graphFrom(files, arrows)).map((circle) => `files import one another: ${circle.join(', ')}`);
}
