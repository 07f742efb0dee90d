import { BOUNDARIES, BROWSER_ROOMS } from './boundaries.ts';
import { type ImportGraph, isTest } from './import-graph.ts';

const TABLE = 'bin/rooms/boundaries.ts';

/** Packages that `npm:*` does not cover: pages and the server import them, nothing below does. */
const FRAMEWORK = ['next', 'react', 'react-dom'];

/** Every import that the table forbids, each as a sentence: the file, the arrow, and what its room may import. */
export function forbiddenImports(graph: ImportGraph): string[] {
  const files = new Set(graph.files);
  return graph.imports
    .filter(({ from, to }) => !isTest(from) && !isAllowed(from, to, files.has(to)))
    .map(({ from, to }) => {
      const room = roomOf(from);
      if (room === undefined) return `${from} imports ${to}: ${TABLE} has no row for ${from}`;
      if (isTest(to)) return `${from} imports ${to}: only tests may import tests and test fixtures`;
      return `${from} imports ${to}: ${room} may import ${entriesOf(room).join(' ') || 'nothing'} (${TABLE})`;
    });
}

/** Files of Node reached from what runs in a browser, each as a sentence with the chain of imports. */
export function nodeInBrowser({ imports }: ImportGraph): string[] {
  const loads = Map.groupBy(
    imports.filter(({ typeOnly }) => !typeOnly),
    ({ from }) => from,
  );
  const seen = new Set<string>();
  const found: string[] = [];
  const visit = (file: string, chain: readonly string[]) => {
    if (seen.has(file)) return;
    seen.add(file);
    for (const { to } of loads.get(file) ?? []) {
      if (to.startsWith('node:')) {
        found.push(`${[...chain, file, to].join(' → ')}: ${chain[0] ?? file} runs in a browser (${TABLE})`);
      } else visit(to, [...chain, file]);
    }
  };
  for (const file of loads.keys()) if (!isTest(file) && inside(file, BROWSER_ROOMS)) visit(file, []);
  return found;
}

function isAllowed(from: string, to: string, isFile: boolean): boolean {
  const room = roomOf(from);
  // Configuration files of tools lie beside the rooms and import their tool.
  if (room === undefined) return !from.includes('/') && !isFile;
  const entries = entriesOf(room);
  if (entries.includes('*')) return true;
  if (to.startsWith('node:')) return entries.includes('node:*') || entries.includes(to);
  if (to.endsWith('.css')) return true;
  if (!isFile) return entries.includes(to) || (entries.includes('npm:*') && !FRAMEWORK.includes(to));
  return !isTest(to) && (roomOf(to) === room || inside(to, entries));
}

/** What a room may import. */
export function entriesOf(room: string): string[] {
  return (BOUNDARIES[room] ?? '').split(/\s+/).filter(Boolean);
}

/** The row that holds for a file: the one with the longest path. */
function roomOf(file: string): string | undefined {
  return Object.keys(BOUNDARIES)
    .filter((room) => inside(file, [room]))
    .sort((a, b) => b.length - a.length)[0];
}

function inside(file: string, rooms: readonly string[]): boolean {
  return rooms.some((room) => file === room || file.startsWith(`${room}/`));
}
