import { expect, it } from 'vitest';
import { baseVerdict, lineage, reportContent, reportImage } from '../testing.ts';
import { actionsDue } from './actions-due.ts';

const on = (name: string, index: number) =>
  reportImage(`q.io/${index}/${name.length}:1`, 'stale', {
    lineage: lineage('q.io/app:1', baseVerdict({ name, freshness: 'stale' })),
  });

it('names the three bases with the most images, and counts the others', () => {
  const names = ['q.io/a:1', 'q.io/bb:1', 'q.io/ccc:1', 'q.io/dddd:1', 'q.io/eeeee:1'];
  const images = names.flatMap((name, at) => Array.from({ length: 5 - at }, (_, index) => on(name, index)));
  expect(actionsDue(reportContent(images))).toEqual([
    {
      action: 'rebase',
      words: 'Rebase: 15 images',
      bases: '5 on q.io/a:1, 4 on q.io/bb:1, 3 on q.io/ccc:1 and others on 2 more bases',
    },
  ]);
});

it('shortens a digest, and names no base where none is known', () => {
  const digest = `sha256:${'a'.repeat(64)}`;
  const pinned = reportImage('q.io/pin:1', 'pinned', { baseName: `q.io/base@${digest}` });
  const bare = reportImage('q.io/bare:1', 'unknown', { lineage: lineage('q.io/bare:1', null) });
  expect(actionsDue(reportContent([pinned, bare])).map(({ action, bases }) => [action, bases])).toEqual([
    ['give-access', null],
    ['update-pin', `1 on q.io/base@sha256:${'a'.repeat(12)}`],
  ]);
});

it('is empty if there is nothing to do', () => {
  expect(actionsDue(reportContent([reportImage('q.io/app:1'), reportImage('q.io/os:1', 'root')]))).toEqual(
    [],
  );
});
