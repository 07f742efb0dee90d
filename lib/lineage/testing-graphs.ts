import fc from 'fast-check';
import { STATUS } from './lineage.ts';

/** For tests: a graph of at most one base for each image, circles included: each number is a base's index, or none. */
export const graphs = fc
  .array(fc.record({ base: fc.option(fc.nat({ max: 60 })), status: fc.constantFrom(...STATUS) }), {
    maxLength: 60,
  })
  .map((rows) => ({
    nodes: rows.map(({ status }, index) => ({ id: `n${index}`, status })),
    edges: rows.flatMap(({ base }, index) =>
      base === null || base >= rows.length ? [] : [{ source: `n${index}`, target: `n${base}` }],
    ),
  }));
