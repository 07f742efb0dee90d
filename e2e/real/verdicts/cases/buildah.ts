import type { Recipe } from '../../tools/buildah.ts';
import { appendWithUmoci } from '../../tools/umoci.ts';
import { APP, BOTH, type Case, DEBIAN, onDebian, SAME_CONTENT } from './case.ts';

function build(title: string, kind: string, recipe: Recipe, rest: Partial<Case> = {}): Case {
  const make: Case['make'] = ({ workshop }) => workshop.build(recipe);
  return onDebian({ title, kind, push: recipe.push, make, ...rest });
}

/** What is left if the claimed digest is gone and the tag has moved on. */
const LOST: Case['firstLook'] = {
  ...{ status: 'broken', freshness: 'base-digest-gone', verification: 'unverifiable', end: 'unresolvable' },
};

/**
 * The claimed digest is that of an image that was never pushed. The layers verify the base while the tag has that content,
 * and later for a watch that saw it there.
 */
const INTERMEDIATE: Partial<Case> = { before: SAME_CONTENT, firstLook: LOST };

/** What buildah and podman write by themselves. */
export const BUILDAH_CASES: readonly Case[] = [
  build('buildah on an index', 'platform digest', {
    ...{ push: 'case/plain:1', from: DEBIAN, files: APP, run: ['echo built > /opt/built'] },
  }),
  build(
    'buildah, two platforms',
    'children of an index',
    { push: 'case/multi:1', from: DEBIAN, files: APP, platforms: BOTH },
    { platforms: BOTH },
  ),
  build(
    'buildah --layers, as podman builds',
    'intermediate digest',
    {
      ...{ push: 'case/layers:1', from: DEBIAN, files: APP, layers: true },
      run: ['echo one > /opt/one', 'echo two > /opt/two'],
    },
    INTERMEDIATE,
  ),
  build(
    'buildah, FROM a stage',
    'intermediate digest',
    { push: 'case/stage:1', from: DEBIAN, files: APP, stage: true },
    INTERMEDIATE,
  ),
  build('buildah, a file from a builder image', 'builder is no base', {
    ...{ push: 'case/builder:1', from: DEBIAN, builder: 'library/builder:1', files: APP },
  }),
  build(
    'buildah through a mirror',
    'mirror',
    { push: 'case/mirror:1', from: `docker.io/${DEBIAN}`, qualified: true, files: APP },
    { baseHost: 'docker.io' },
  ),
  build(
    'buildah --squash',
    'annotation kept, layers gone',
    { push: 'case/squash:1', from: DEBIAN, files: APP, squash: true },
    // One layer, and the history of its own steps alone; its last entry's comment says "FROM" what. That is no
    // false claim: it cannot be verified.
    {
      before: { status: 'unknown', freshness: 'up-to-date', verification: 'unverifiable' },
      after: { status: 'stale', freshness: 'stale', verification: 'unverifiable' },
    },
  ),
  {
    ...build('buildah, FROM name@digest', 'pinned', { push: 'case/pinned:1', from: DEBIAN, files: APP }),
    make: ({ workshop, debian }) =>
      workshop.build({ push: 'case/pinned:1', from: `library/debian@${debian.digest}`, files: APP }),
    base: 'library/debian',
    before: { status: 'pinned', freshness: 'pinned', verification: 'verified' },
    after: { status: 'pinned', freshness: 'pinned', verification: 'verified' },
  },
  build(
    'an image on an image on debian',
    'ancestor',
    { push: 'case/child:1', from: 'case/runtime:1', files: APP },
    {
      make: async ({ workshop }) => {
        await workshop.build({ push: 'case/runtime:1', from: DEBIAN, files: { 'opt/runtime': 'runtime\n' } });
        return workshop.build({ push: 'case/child:1', from: 'case/runtime:1', files: APP });
      },
      base: 'case/runtime:1',
      after: { status: 'stale-by-ancestor', freshness: 'up-to-date', verification: 'verified' },
    },
  ),
  onDebian({
    ...{ title: 'umoci on a scratch image', kind: 'inherited empty strings', push: 'case/umoci:1' },
    builder: 'umoci',
    make: ({ workshop }) => appendWithUmoci(workshop, DEBIAN, 'case/umoci:1'),
    by: ['layers', 'fleet'],
    // A first check knows no image that these layers begin with.
    firstLook: { status: 'root', freshness: null, verification: null, base: null, by: null },
  }),
];
