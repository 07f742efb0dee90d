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

function longFiles({ lines }: ImportGraph): string[] {
  return [...lines]
    .filter(([, count]) => count > MAX_LINES)
    .map(([file, count]) => `${file} has ${count} lines: split it, ${MAX_LINES} are the most`);
}
