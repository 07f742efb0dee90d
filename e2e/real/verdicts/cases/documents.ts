import { annotate, baseWords, koStyle, label, officialStyle } from '../../tools/annotate.ts';
import type { Built } from '../../tools/buildah.ts';
import { appendWithCrane, flattenWithCrane } from '../../tools/crane.ts';
import { APP, type Bench, BOTH, type Case, DEBIAN, onDebian } from './case.ts';

/** Layers on debian of two platforms, whose documents are then written anew. */
const layers = ({ workshop }: Bench, name: string): Promise<Built> =>
  workshop.build({ push: `case/${name}:built`, from: DEBIAN, files: APP, platforms: BOTH });

/** A single manifest in Docker's own format, which has no annotations. */
const dockerLayers = ({ workshop }: Bench, name: string): Promise<Built> =>
  workshop.build({ push: `case/${name}:built`, from: DEBIAN, files: APP, format: 'docker' });

/** Documents as other builders leave them, over layers that buildah made. */
export const DOCUMENT_CASES: readonly Case[] = [
  onDebian({
    ...{ title: 'Docker official image', kind: 'platform digest, unqualified name' },
    ...{ push: 'case/official:1', baseHost: 'docker.io', platforms: BOTH },
    make: async (bench) =>
      annotate(
        bench.workshop.registry,
        await layers(bench, 'official'),
        '1',
        officialStyle('debian:12', bench.debian),
      ),
  }),
  onDebian({
    ...{
      title: 'ko',
      kind: 'index digest above, platform digests below',
      push: 'case/ko:1',
      platforms: BOTH,
    },
    make: async (bench) =>
      annotate(bench.workshop.registry, await layers(bench, 'ko'), '1', koStyle(bench.debian)),
  }),
  onDebian({
    ...{ title: 'annotation on the index alone', kind: 'index digest', push: 'case/index:1' },
    ...{ platforms: BOTH, by: ['annotation', 'index'] },
    make: async (bench) =>
      annotate(bench.workshop.registry, await layers(bench, 'index'), '1', {
        index: baseWords(bench.debian.reference, bench.debian.digest),
      }),
  }),
  onDebian({
    ...{ title: 'annotation on the descriptors alone', kind: 'descriptor', push: 'case/descriptor:1' },
    ...{ platforms: BOTH, by: ['annotation', 'descriptor'] },
    make: async (bench) =>
      annotate(bench.workshop.registry, await layers(bench, 'descriptor'), '1', {
        descriptor: (platform) => baseWords(bench.debian.reference, bench.debian.children[platform]),
      }),
  }),
  onDebian({
    ...{ title: 'config labels', kind: 'label', push: 'case/label:1', by: ['label', 'config'] },
    make: async (bench) =>
      label(
        bench.workshop.registry,
        await dockerLayers(bench, 'label'),
        '1',
        baseWords(bench.debian.reference, bench.debian.digest),
      ),
  }),
  onDebian({
    ...{ title: 'nothing written down', kind: 'no evidence but layers', push: 'case/silent:1' },
    by: ['layers', 'fleet'],
    firstLook: {
      ...{ status: 'unknown', freshness: null, verification: null, base: null, by: null },
      end: 'no-evidence',
    },
    make: (bench) =>
      bench.workshop.build({ push: 'case/silent:1', from: DEBIAN, files: APP, format: 'docker' }),
  }),
  onDebian({
    ...{ title: 'annotation that names another base', kind: 'false claim', push: 'case/false:1' },
    base: 'library/other:1',
    // The chain is not followed below a claim that is contradicted.
    end: 'unresolvable',
    make: async (bench) => {
      const { workshop } = bench;
      const other = await workshop.build({
        ...{ push: 'library/other:1', from: 'scratch', files: { 'etc/other': 'another root\n' } },
      });
      const image = await workshop.build({ push: 'case/false:built', from: DEBIAN, files: APP });
      return annotate(workshop.registry, image, '1', { index: baseWords(other.reference, other.digest) });
    },
    before: { status: 'broken', freshness: 'up-to-date', verification: 'contradicted' },
    after: { status: 'broken', freshness: 'up-to-date', verification: 'contradicted' },
  }),
  onDebian({
    ...{ title: 'crane append', kind: 'platform digest', push: 'case/crane:1' },
    builder: 'crane',
    make: ({ workshop }) => appendWithCrane(workshop, DEBIAN, 'case/crane:1'),
  }),
  onDebian({
    ...{ title: 'crane flatten', kind: 'annotation kept, layers gone', push: 'case/flat:1' },
    builder: 'crane',
    make: async ({ workshop }) => {
      await workshop.build({ push: 'case/flat:built', from: DEBIAN, files: APP });
      return flattenWithCrane(workshop, 'case/flat:built', 'case/flat:1');
    },
    before: { status: 'unknown', freshness: 'up-to-date', verification: 'unverifiable' },
    after: { status: 'stale', freshness: 'stale', verification: 'unverifiable' },
  }),
];
