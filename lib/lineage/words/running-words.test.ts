import { expect, it } from 'vitest';
import { clusterWords, otherBuildWords, type Runs, runningWords } from './running-words.ts';

const runs = (pods: number, outdated: number, clusters: string[], workloads = 1): Runs => ({
  ...{ pods, outdated, cannotPull: 0, clusters, workloads },
});

it.each([
  [runs(12, 3, ['prod', 'staging']), 'prod, staging', '3 run another build'],
  [runs(1, 1, ['prod']), 'prod', '1 runs another build'],
  [runs(0, 0, []), '', null],
  [runs(1200, 0, ['a', 'b', 'c', 'd', 'e']), 'a, b, c and 2 more', null],
])('says where %j runs: %s', (running, clusters, older) => {
  expect([clusterWords(running.clusters), otherBuildWords(running)]).toEqual([clusters, older]);
});

it('says everything in one line', () => {
  expect(runningWords(runs(12, 3, ['a', 'b', 'c', 'd'], 2))).toBe(
    '12 pods of 2 workloads in a, b, c, d · 3 run another build',
  );
  expect(runningWords(runs(1, 0, []))).toBe('1 pod of 1 workload');
  expect(runningWords({ ...runs(9, 1, ['prod']), cannotPull: 2 })).toBe(
    '9 pods of 1 workload in prod · 2 cannot pull it again · 1 runs another build',
  );
});
