import { expect, it } from 'vitest';
import { olderBuildWords, podWords, type Runs, runningWords } from './running-words.ts';

const runs = (pods: number, outdated: number, clusters: string[], workloads = 1): Runs => ({
  ...{ pods, outdated, clusters, workloads },
});

it.each([
  [runs(12, 3, ['prod', 'staging']), '12 pods in prod, staging', '3 run an older build'],
  [runs(1, 1, ['prod']), '1 pod in prod', '1 runs an older build'],
  [runs(0, 0, []), '0 pods', null],
  [runs(1200, 0, ['a', 'b', 'c', 'd', 'e']), '1,200 pods in a, b, c and 2 more', null],
])('says where %j runs: %s', (running, pods, older) => {
  expect([podWords(running), olderBuildWords(running)]).toEqual([pods, older]);
});

it('says everything in one line', () => {
  expect(runningWords(runs(12, 3, ['a', 'b', 'c', 'd'], 2))).toBe(
    '12 pods of 2 workloads in a, b, c, d · 3 run an older build',
  );
  expect(runningWords(runs(1, 0, []))).toBe('1 pod of 1 workload');
});
