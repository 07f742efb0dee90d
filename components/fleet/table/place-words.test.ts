import { expect, it } from 'vitest';
import type { ImageView } from '#lib/api/contract/images/images.ts';
import { isPlaced, runningCell, sourceWords } from './place-words.ts';

const source = (name: string): ImageView['sources'][number] => ({
  ...{ id: '00000000-0000-4000-8000-000000000001', kind: 'kubernetes', name, place: {} },
});

it('says what runs, and which pods run another build', () => {
  const running = { workloads: 2, pods: 1200, outdated: 3, cannotPull: 0, clusters: ['prod'] };
  expect(runningCell({ running })).toEqual({
    short: '1,200 pods · 3 on another build',
    long: '1,200 pods of 2 workloads in prod · 3 run another build',
  });
  expect(runningCell({ running: { ...running, cannotPull: 1 } })?.short).toBe(
    '1,200 pods · 1 cannot pull · 3 on another build',
  );
  const one = { workloads: 1, pods: 1, outdated: 0, cannotPull: 0, clusters: [] };
  expect(runningCell({ running: one })).toEqual({ short: '1 pod', long: '1 pod of 1 workload' });
});

it('names the first source and counts the others', () => {
  const sources = [source('Production'), source('Cluster'), source('Git')];
  expect(sourceWords({ running: null, sources })).toEqual({
    short: 'Production +2',
    long: 'Production, Cluster, Git',
  });
  expect(sourceWords({ running: null, sources: sources.slice(0, 1) })?.short).toBe('Production');
});

it('says nothing of an image that a person added', () => {
  const image = { running: null, sources: [] };
  expect([runningCell(image), sourceWords(image), isPlaced(image)]).toEqual([null, null, false]);
  expect(isPlaced({ running: null, sources: [source('Production')] })).toBe(true);
});
