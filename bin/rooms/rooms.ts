// Part of `npm run lint`: checks the boundaries and the sizes, and prints how the folders are divided (`--all`: every folder).
import { findViolations } from './find-violations.ts';
import { readImportGraph } from './import-graph.ts';
import { foldersOf, measure } from './measure-rooms.ts';

const graph = readImportGraph();
const all = process.argv.includes('--all');
const shown = foldersOf(graph).filter((folder) => all || /^(lib|components)(\/[^/]+)?$/.test(folder));

for (const folder of shown) {
  const { rooms, floors, arrows } = measure(graph, folder);
  const figures = [`${rooms} rooms`, `${floors} floors`, `${arrows} arrows`].map((text) => text.padStart(11));
  if (rooms > 1) process.stdout.write(`${folder.padEnd(28)}${figures.join('')}\n`);
}

const violations = findViolations(graph);
for (const violation of violations) process.stderr.write(`${violation}\n`);
process.exitCode = violations.length === 0 ? 0 : 1;
