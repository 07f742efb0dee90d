import { describe, expect, it } from 'vitest';
import { digestOf } from '#lib/oci/compute-digest.ts';
import type { RebasePlan } from './rebase.ts';
import { PLAN_VERSION, storedPlan, storedRefusal } from './stored-plan.ts';

const APP = 'r.example/app:1';
const [from, to, base] = ['from', 'to', 'base'].map(digestOf) as [
  ReturnType<typeof digestOf>,
  ReturnType<typeof digestOf>,
  ReturnType<typeof digestOf>,
];
const none = { changes: [], conflicts: [] };
const unplaced = { digest: base, diffId: to, size: 12, mediaType: 'application/x', createdBy: null };
const added = { ...unplaced, before: null, after: 0 };
const kept = { ...unplaced, before: 0, after: 1 };

const platform = {
  ...{ platform: 'linux/amd64', fromDigest: from, toDigest: to, oldBaseDigest: null, newBaseDigest: base },
  ...{ layersRemoved: [], layersAdded: [added], layersKept: [kept], config: none, annotations: none },
  ...{ baseLayersBefore: 0, baseLayersAfter: 1 },
};

/** The same as version 1 stored it. */
const {
  baseLayersBefore: _before,
  baseLayersAfter: _after,
  ...platformOne
} = {
  ...platform,
  ...{ layersAdded: [unplaced], layersKept: [unplaced] },
};

const plan: RebasePlan = {
  ...{ reference: APP, target: APP, fromDigest: from, toDigest: to, targetDigest: from, targetEtag: null },
  ...{ configMode: 'merge', resolved: [{ reference: APP, digest: from }], annotations: none },
  oldBase: { name: null, digest: null },
  newBase: { name: 'r.example/base:1', digest: base },
  platforms: [platform],
  mounts: [{ digest: base, size: 12, mediaType: 'application/x', from: { registry: 'r', repository: 'a' } }],
  ...{ copies: [], bytesToCopy: 0, requests: 4 },
  documents: [{ kind: 'manifest', digest: to, mediaType: 'application/x', text: '{}', platform: null }],
  losses: [{ kind: 'signature', digest: null, detail: 'It signed the old digest.' }],
  warnings: [
    { kind: 'overwrites-base', platform: null, detail: 'It does.', paths: ['etc/x'] },
    { kind: 'runs-as-root', platform: null, detail: 'So.', setting: { before: 'app', after: null } },
  ],
};

/** As it comes out of the database. */
const stored = (value: object): unknown => JSON.parse(JSON.stringify(value));

describe('storedPlan', () => {
  it('reads what this version stores, to the letter', () => {
    expect(storedPlan.parse(stored({ version: PLAN_VERSION, ...plan }))).toEqual(plan);
  });

  it('upcasts a plan from before plans had a version: it compares the tags that it named', () => {
    const { resolved: _r, annotations: _a, ...before } = plan;
    const { annotations: _p, ...platformBefore } = platformOne;
    expect(storedPlan.parse(stored({ ...before, platforms: [platformBefore] }))).toEqual({
      ...plan,
      resolved: [
        { reference: 'r.example/base:1', digest: base },
        { reference: APP, digest: from },
        { reference: APP, digest: from },
      ],
    });
  });

  it('upcasts a plan without a version that has everything to itself', () => {
    expect(storedPlan.parse(stored({ ...plan, platforms: [platformOne] }))).toEqual(plan);
  });

  it('upcasts a plan of version 1: a layer that both bases have was listed as removed and added', () => {
    const both = { ...platformOne, layersRemoved: [unplaced] };
    const { platforms } = storedPlan.parse(stored({ version: 1, ...plan, platforms: [both] }));
    expect(platforms[0]).toMatchObject({ layersRemoved: [], layersAdded: [], baseLayersBefore: 1 });
    expect(platforms[0]?.layersKept.map(({ before, after }) => [before, after])).toEqual([
      [0, 0],
      [1, 1],
    ]);
  });

  it.each([
    ['a later version', { ...plan, version: 3 }],
    ['no digest', { version: PLAN_VERSION, ...plan, toDigest: 'latest' }],
    ['an unknown loss', { version: PLAN_VERSION, ...plan, losses: [{ kind: 'honour' }] }],
    ['no plan', { version: PLAN_VERSION }],
    ['nothing', null],
  ])('refuses %s', (_, value) => {
    expect(storedPlan.safeParse(value).success).toBe(false);
  });
});

it('storedRefusal reads a refusal, with a platform or without', () => {
  const refusal = {
    kind: 'no-base',
    detail: 'None.',
    facts: { layers: 3, names: ['a'] },
    instead: ['rebuild'],
  };
  expect(storedRefusal.parse(stored(refusal))).toEqual(refusal);
  const onPlatform = { ...refusal, platform: 'linux/arm64' };
  expect(storedRefusal.parse(stored(onPlatform))).toEqual(onPlatform);
  expect(storedRefusal.safeParse({ ...refusal, kind: 'mood' }).success).toBe(false);
});
