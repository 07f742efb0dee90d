import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../prepare.js';
import { forbiddenImports, nodeInBrowser } from './check-boundaries.ts';
import type { ImportGraph } from './import-graph.ts';
import { fileCircles, foldersOf, measure } from './measure-rooms.ts';

/** A longer file does more than one thing. */
const MAX_LINES = 300;

/** Everything in the tree that breaks a rule of the house, each as a sentence that names the file. */
export function findViolations(graph: ImportGraph): string[] {
  return [
    ...forbiddenImports(graph),
    ...nodeInBrowser(graph),
    ...fileCircles(graph),
    ...foldersOf(graph).flatMap((folder) => measure(graph, folder).circles),
    ...longFiles(graph),
  ];
}

function longFiles({ files }: ImportGraph): string[] {
  return files
    .map((file) => ({ file, lines: readFileSync(join(ROOT, file), 'utf8').split('\n').length - 1 }))
    .filter(({ lines }) => lines > MAX_LINES)
    .map(({ file, lines }) => `${file} has ${lines} lines: split it, ${MAX_LINES} are the most`);
}
