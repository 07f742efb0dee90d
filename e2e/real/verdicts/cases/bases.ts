import { deleteRaw, getRaw, putRaw } from '../../registries/raw-requests.ts';
import { annotate, baseWords } from '../../tools/annotate.ts';
import type { Built } from '../../tools/buildah.ts';
import { recompress } from '../../tools/skopeo.ts';
import { APP, type Bench, BOTH, type Case, CURRENT, onDebian, SAME_CONTENT, STALE } from './case.ts';

const ROOT = { 'etc/os-release': 'ID=own\n# {arch}\n' };

/** A root of the case's own, so that it can go its own way. */
const root = (
  { workshop }: Bench,
  name: string,
  version: string,
  platforms?: readonly string[],
): Promise<Built> =>
  workshop.build({
    ...{ push: `base/${name}:1`, from: 'scratch', files: { ...ROOT, 'etc/version': version } },
    ...(platforms === undefined ? {} : { platforms }),
  });

const app = ({ workshop }: Bench, name: string, platforms?: readonly string[]): Promise<Built> =>
  workshop.build({
    ...{ push: `case/${name}:1`, from: `base/${name}:1`, files: APP },
    ...(platforms === undefined ? {} : { platforms }),
  });

/** Content that no other base has: judging an image finds content by digest, in whichever repository it was seen. */
const onlyHere = (name: string): Pick<Case, 'make'> => ({
  make: async (bench) => {
    await root(bench, name, `of ${name} alone`);
    return app(bench, name);
  },
});

function own(
  name: string,
  title: string,
  kind: string,
  rest: Pick<Case, 'move' | 'after'> & Partial<Case>,
): Case {
  return onDebian({
    ...{ title, kind, push: `case/${name}:1`, base: `base/${name}:1` },
    make: async (bench) => {
      await root(bench, name, 'one', rest.platforms);
      return app(bench, name, rest.platforms);
    },
    ...rest,
  });
}

/** What can happen to a base other than new content under its tag. */
export const BASE_CASES: readonly Case[] = [
  own('touched', 'index rewritten, its children the same', 'index moved', {
    platforms: BOTH,
    by: ['annotation', 'index'],
    make: async (bench) => {
      const base = await root(bench, 'touched', 'one', BOTH);
      const image = await app(bench, 'touched', BOTH);
      const words = { index: baseWords(base.reference, base.digest) };
      return annotate(bench.workshop.registry, image, '1', words);
    },
    move: async ({ workshop }) => {
      const { json, mediaType } = await getRaw(workshop.registry, 'base/touched', '1');
      const annotations = { 'com.example.pipeline': '2' };
      await putRaw(workshop.registry, 'base/touched', { ...json, mediaType, annotations }, '1');
    },
    after: { status: 'up-to-date', freshness: 'index-moved', verification: 'verified' },
  }),
  own('recompressed', 'base pushed again, compressed otherwise', 'same content', {
    move: ({ workshop }) => recompress(workshop, 'base/recompressed:1', 'base/recompressed:1'),
    after: SAME_CONTENT,
  }),
  own('recompressed-app', 'image copied, compressed otherwise', 'recompressed', {
    make: async (bench) => {
      await root(bench, 'recompressed-app', 'one');
      await app(bench, 'recompressed-app');
      return recompress(bench.workshop, 'case/recompressed-app:1', 'case/recompressed-app:1');
    },
    before: { ...CURRENT, verification: 'verified-recompressed' },
    move: (bench) => root(bench, 'recompressed-app', 'two'),
    after: { status: 'stale', freshness: 'stale', verification: 'verified-recompressed' },
  }),
  own('reconfigured', 'base with another config, the same layers', 'config alone', {
    move: ({ workshop }) =>
      workshop.build({
        ...{ push: 'base/reconfigured:1', from: 'scratch', files: { ...ROOT, 'etc/version': 'one' } },
        lines: ['ENV NEW=1'],
      }),
    after: { status: 'stale', freshness: 'stale-config', verification: 'verified' },
  }),
  own('untagged', "base's tag deleted", 'tag gone', {
    move: ({ workshop }) => workshop.registry.forgetTag('base/untagged', '1'),
    after: { status: 'broken', freshness: 'base-tag-gone', verification: 'verified' },
  }),
  own('collected', 'tag moved on, old digest collected', 'digest gone', {
    ...onlyHere('collected'),
    move: async (bench) => {
      const { registry } = bench.workshop;
      const { digest } = await getRaw(registry, 'base/collected', '1');
      await deleteRaw(registry, 'base/collected', digest);
      await root(bench, 'collected', 'two');
    },
    after: STALE,
    firstLook: {
      ...{ status: 'broken', freshness: 'base-digest-gone', verification: 'unverifiable' },
      end: 'unresolvable',
    },
  }),
  own('deleted', 'base deleted', 'both gone', {
    ...onlyHere('deleted'),
    move: async ({ workshop }) => {
      const { digest } = await getRaw(workshop.registry, 'base/deleted', '1');
      await deleteRaw(workshop.registry, 'base/deleted', digest);
    },
    after: { status: 'broken', freshness: 'base-gone', verification: 'verified' },
    firstLook: { verification: 'unverifiable', end: 'unresolvable' },
  }),
  own('narrowed', 'new base without arm64', 'platform gone', {
    platforms: BOTH,
    move: (bench) => root(bench, 'narrowed', 'one', ['linux/amd64']),
    after: { status: 'broken', freshness: 'platform-gone', verification: 'verified' },
  }),
];
