import type { Recipe } from '../../tools/buildah.ts';
import type { BuildKit, Provenance } from '../../tools/buildkit.ts';
import { APP, type Bench, BOTH, type Case, DEBIAN, onDebian } from './case.ts';

function running(buildkit: BuildKit | undefined): BuildKit {
  if (buildkit === undefined) throw new Error('BuildKit is not running');
  return buildkit;
}

function build(
  title: string,
  kind: string,
  recipe: Recipe,
  provenance: Provenance,
  rest: Partial<Case> = {},
): Case {
  return onDebian({
    ...{ title, kind, push: recipe.push, by: ['provenance', 'attestation'] },
    builder: 'buildkit',
    make: ({ workshop, buildkit }) => running(buildkit).build(workshop.registry, recipe, provenance),
    ...rest,
  });
}

/** A base for some CPU variants alone, and an image on it for another: BuildKit takes the best lower one. */
function onVariant(name: string, title: string, base: readonly string[], platform: string): Case {
  const platforms = [platform, 'linux/amd64'].sort();
  const makeBase = ({ workshop, buildkit }: Bench, version: string) =>
    running(buildkit).build(workshop.registry, {
      ...{ push: `base/${name}:1`, from: 'scratch', platforms: base },
      files: { 'etc/os-release': `ID=own\n# {arch} ${version}\n` },
    });
  const recipe = { push: `case/${name}:1`, from: `base/${name}:1`, files: APP, platforms };
  return build(
    title,
    'lower CPU variant',
    recipe,
    { mode: 'max' },
    {
      make: async (bench) => {
        await makeBase(bench, 'one');
        return running(bench.buildkit).build(bench.workshop.registry, recipe, { mode: 'max' });
      },
      move: (bench) => makeBase(bench, 'two'),
      ...{ base: `base/${name}:1`, platforms, end: 'no-evidence' },
    },
  );
}

/** What BuildKit and docker buildx write: no annotation, a provenance attestation beside each platform. */
export const BUILDKIT_CASES: readonly Case[] = [
  build(
    'BuildKit, provenance v1, mode=min',
    'provenance',
    { push: 'case/bk-min:1', from: DEBIAN, files: APP, run: ['echo built > /opt/built'] },
    { mode: 'min' },
  ),
  build(
    'BuildKit, provenance v0.2, mode=min',
    'provenance',
    { push: 'case/bk-min-02:1', from: DEBIAN, files: APP },
    { mode: 'min', version: 'v0.2' },
  ),
  build(
    'BuildKit, v1, mode=max, two platforms, a builder',
    'builder is no base',
    // `library/builder` sorts before `library/debian` among the dependencies, which are not in FROM's order.
    { push: 'case/bk-max:1', from: DEBIAN, builder: 'library/builder:1', files: APP, platforms: BOTH },
    { mode: 'max' },
    { platforms: BOTH },
  ),
  build(
    'BuildKit, v0.2, mode=max, a builder',
    'builder is no base',
    { push: 'case/bk-max-02:1', from: DEBIAN, builder: 'library/builder:1', files: APP },
    { mode: 'max', version: 'v0.2' },
  ),
  build(
    'BuildKit, v1, mode=min, a builder',
    'builder is no base',
    { push: 'case/bk-min-builder:1', from: DEBIAN, builder: 'library/builder:1', files: APP },
    { mode: 'min' },
  ),
  build(
    'BuildKit through a mirror',
    'mirror',
    { push: 'case/bk-mirror:1', from: 'debian:12', qualified: true, files: APP },
    { mode: 'min' },
    { baseHost: 'docker.io' },
  ),
  {
    ...build(
      'BuildKit, FROM name@digest',
      'pinned',
      { push: 'case/bk-pinned:1', from: DEBIAN, files: APP },
      { mode: 'max' },
    ),
    make: ({ workshop, buildkit, debian }) =>
      running(buildkit).build(
        workshop.registry,
        { push: 'case/bk-pinned:1', from: `library/debian@${debian.digest}`, files: APP },
        { mode: 'max' },
      ),
    base: 'library/debian',
    before: { status: 'pinned', freshness: 'pinned', verification: 'verified' },
    after: { status: 'pinned', freshness: 'pinned', verification: 'verified' },
  },
  onVariant('bk-arm', 'BuildKit, arm/v7 on arm/v6', ['linux/amd64', 'linux/arm/v6'], 'linux/arm/v7'),
  onVariant('bk-amd64', 'BuildKit, amd64/v2 on amd64', ['linux/amd64', 'linux/arm64'], 'linux/amd64/v2'),
  build(
    'BuildKit, FROM --platform=linux/amd64 for two platforms',
    'another platform’s layers',
    { push: 'case/bk-from:1', from: DEBIAN, fromPlatform: 'linux/amd64', files: APP, platforms: BOTH },
    { mode: 'max' },
    { platforms: BOTH },
  ),
  build(
    'BuildKit, FROM --platform=linux/amd64, mode=min',
    'another platform’s layers',
    { push: 'case/bk-from-min:1', from: DEBIAN, fromPlatform: 'linux/amd64', files: APP, platforms: BOTH },
    { mode: 'min' },
    { platforms: BOTH },
  ),
  build(
    'BuildKit, FROM scratch with a copy from an image',
    'dependency is no base',
    { push: 'case/bk-scratch:1', from: 'scratch', builder: 'library/builder:1', files: APP },
    { mode: 'max' },
    {
      ...{ base: null, by: null },
      before: { status: 'root', freshness: null, verification: null },
      after: { status: 'root', freshness: null, verification: null },
    },
  ),
];
