import { describe, expect, it } from 'vitest';
import { STATUS, type Status } from '#lib/lineage/vocabulary/status.ts';
import { changedPoints, describeTrend, shownBands, type TrendPoint } from './trend.ts';
import { bandFill, drawTrend } from './trend-drawing.ts';

const point = (dayOfMonth: number, counts: Partial<Record<Status, number>>): TrendPoint => ({
  at: new Date(Date.UTC(2026, 0, dayOfMonth)).toISOString(),
  counts,
});
const COURSE = [
  point(1, { 'up-to-date': 3, root: 1 }),
  point(2, { 'up-to-date': 3, root: 1 }),
  point(3, { 'up-to-date': 1, root: 1, stale: 1, 'stale-by-ancestor': 1 }),
];
const EVERY = point(1, Object.fromEntries(STATUS.map((each) => [each, 1])));
/** One unit for each point and image: the axis of four images ends at five. */
const FRAME = { width: 21, height: 5, left: 0, top: 0, bottom: 0, gap: 1 };

describe('the bands of a trend', () => {
  it('group statuses that need the same action, problems at the bottom', () => {
    expect(shownBands(COURSE).map(({ name }) => name)).toEqual(['stale', 'fresh', 'root']);
    expect(shownBands([EVERY]).map(({ name }) => name)).toEqual([
      'broken',
      'stale',
      'unknown',
      'pinned',
      'fresh',
      'root',
    ]);
    expect(
      shownBands([EVERY])
        .flatMap(({ statuses }) => statuses)
        .toSorted(),
    ).toEqual(STATUS.toSorted());
  });

  it('are described by the first and the last point, and listed where a number changes', () => {
    expect(changedPoints(COURSE)).toEqual([COURSE[0], COURSE[2]]);
    expect(describeTrend(COURSE)).toBe(
      'On 2026-01-01: 1 root, 3 fresh, 0 stale. On 2026-01-03: 1 root, 1 fresh, 2 stale.',
    );
    expect(describeTrend([])).toBe('No images were tracked.');
  });
});

describe('the drawing of a trend', () => {
  it('has a step for each change, and stacks the bands', () => {
    expect(drawTrend(COURSE, FRAME)?.areas.map(({ d }) => d)).toEqual([
      'M0,5L10,5L20,5L20,3L20,5L10,5L0,5Z',
      'M0,2L10,2L20,2L20,3L20,5L10,5L0,5Z',
      'M0,1L10,1L20,1L20,2L10,2L0,2Z',
    ]);
  });

  it('counts the images at the last point', () => {
    expect(drawTrend(COURSE, FRAME)?.areas.map(({ band, count }) => [band.name, count])).toEqual([
      ['stale', 2],
      ['fresh', 1],
      ['root', 1],
    ]);
  });

  it.each([
    [0, '1'],
    [1, '1'],
    [3, '5'],
    [41, '50'],
    [101, '200'],
    [10_000, '10,000'],
  ])('gives %i images an axis up to %s', (most, top) => {
    expect(drawTrend([point(1, { stale: most })], FRAME)?.labels[0]?.text).toBe(top);
  });

  it('marks a time within the trend only', () => {
    const [first = point(1, {})] = COURSE;
    const noon = '2026-01-02T00:00:00.000Z';
    expect(drawTrend(COURSE, FRAME, noon)?.mark).toBe('M10,-4V5');
    expect(drawTrend(COURSE, FRAME, '2027-01-01T00:00:00.000Z')?.mark).toBeUndefined();
    expect(drawTrend([first], FRAME, first.at)?.mark).toBeUndefined();
    expect(drawTrend(COURSE, FRAME)?.mark).toBeUndefined();
  });

  it('labels both ends with the date, and with the time of day if the span is short', () => {
    const ends = (points: readonly TrendPoint[]) =>
      drawTrend(points, FRAME)
        ?.labels.slice(2)
        .map(({ text }) => text);
    expect(ends(COURSE)).toEqual(['2026-01-01', '2026-01-03']);
    expect(ends(COURSE.slice(0, 2))).toEqual(['2026-01-01 00:00 UTC', '2026-01-02 00:00 UTC']);
  });

  it('fills each band differently, also without colour', () => {
    const fills = shownBands([EVERY]).map(bandFill);
    expect(new Set(fills.map(({ pattern }) => pattern)).size).toBe(fills.length);
  });

  it('is undefined without points', () => expect(drawTrend([], FRAME)).toBeUndefined());
});
