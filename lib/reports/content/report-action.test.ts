import { describe, expect, it } from 'vitest';
import type { Status } from '#lib/lineage/vocabulary/status.ts';
import { baseVerdict, lineage, reportImage } from '../testing.ts';
import { groupImages, sortImages } from './group-images.ts';
import type { ReportAction } from './report.ts';
import { actionFor } from './report-action.ts';

const on = (changes: Parameters<typeof baseVerdict>[0]) => lineage('q.io/app:1', baseVerdict(changes));

describe('actionFor', () => {
  it.each<[string, Status, ReturnType<typeof on> | null, ReportAction]>([
    ['not checked', 'pending', null, 'wait'],
    ['current', 'up-to-date', on({}), 'none'],
    ['without a base', 'root', lineage('q.io/app:1', null), 'none'],
    ['moved, verified', 'stale', on({ freshness: 'stale' }), 'rebase'],
    [
      'moved, recompressed',
      'stale',
      on({ freshness: 'stale', verification: 'verified-recompressed' }),
      'rebase',
    ],
    ['moved, not verified', 'stale', on({ freshness: 'stale', verification: 'unverifiable' }), 'rebuild'],
    ['moved further down', 'stale-by-ancestor', on({}), 'rebuild'],
    ['by digest alone', 'pinned', on({ freshness: 'pinned', name: null }), 'update-pin'],
    ['contradicted', 'broken', on({ verification: 'contradicted' }), 'annotate'],
    ['in conflict', 'broken', on({ conflict: true }), 'annotate'],
    ['digest gone', 'broken', on({ freshness: 'base-digest-gone' }), 'rebuild'],
    ['tag gone', 'broken', on({ freshness: 'base-tag-gone' }), 'choose-base'],
    ['base gone', 'broken', on({ freshness: 'base-gone' }), 'choose-base'],
    ['platform gone', 'broken', on({ freshness: 'platform-gone' }), 'choose-base'],
    ['no evidence', 'unknown', lineage('q.io/app:1', null, { end: 'no-evidence' }), 'annotate'],
    ['not resolved', 'unknown', lineage('q.io/app:1', null, { end: 'unresolvable' }), 'give-access'],
    ['base not resolved', 'unknown', on({ freshness: 'unknown' }), 'give-access'],
    ['fresh by name alone', 'unknown', on({ verification: 'unverifiable', digest: null }), 'annotate'],
    ['fresh, not verified', 'unknown', on({ verification: 'unverifiable' }), 'give-access'],
    ['in a cycle', 'unknown', lineage('q.io/app:1', baseVerdict(), { end: 'cycle' }), 'annotate'],
  ])('%s: %s', (_, status, chain, action) => {
    expect(actionFor(status, chain)).toBe(action);
  });
});

it('sorts images by action, then the longest behind first, then by name', () => {
  const since = (behindSince: string | null) => ({ behindSince });
  const images = [
    reportImage('q.io/z:1'),
    reportImage('q.io/c:1', 'stale', since(null)),
    reportImage('q.io/b:1', 'stale', since('2026-05-02T00:00:00.000Z')),
    reportImage('q.io/a:1', 'stale', since('2026-05-02T00:00:00.000Z')),
    reportImage('q.io/d:1', 'stale', since('2026-05-01T00:00:00.000Z')),
  ];
  const sorted = sortImages(images);
  expect(sorted.map(({ reference }) => reference)).toEqual([
    'q.io/d:1',
    'q.io/a:1',
    'q.io/b:1',
    'q.io/c:1',
    'q.io/z:1',
  ]);
  expect(groupImages({ images: sorted }).map(({ action, images: group }) => [action, group.length])).toEqual([
    ['rebase', 4],
    ['none', 1],
  ]);
});
