import { expect, it } from 'vitest';
import { digestOf } from '#lib/oci/compute-digest.ts';
import type { RebasePlan } from '#lib/rebase/rebase.ts';
import { completePlan } from './complete-plan.ts';

it('a plan of an earlier version compares the tags that it named, and changed no annotations', () => {
  const app = 'r.example/app:1';
  const stored = {
    ...{ reference: app, target: app, fromDigest: digestOf('from'), targetDigest: digestOf('from') },
    newBase: { name: 'r.example/base:1', digest: digestOf('base') },
    platforms: [{ platform: 'linux/amd64' }],
  } as unknown as RebasePlan;
  const none = { changes: [], conflicts: [] };
  const complete = completePlan(stored);
  expect(complete).toMatchObject({
    resolved: [
      { reference: 'r.example/base:1', digest: digestOf('base') },
      { reference: app, digest: digestOf('from') },
      { reference: app, digest: digestOf('from') },
    ],
    annotations: none,
    platforms: [{ platform: 'linux/amd64', annotations: none }],
  });
  expect(completePlan(complete)).toEqual(complete);
});
