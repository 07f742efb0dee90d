import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import type { TrendPointView } from '#lib/api/contract/images/history.ts';
import { type StatusView, status } from '#lib/api/contract/images/lineage.ts';
import { TrendChart } from './trend-chart.tsx';

const point = (dayOfMonth: number, counts: Partial<Record<StatusView, number>>): TrendPointView => ({
  at: new Date(Date.UTC(2026, 0, dayOfMonth)).toISOString(),
  counts: { ...zero, ...counts },
});
const zero = Object.fromEntries(status.options.map((each) => [each, 0])) as Record<StatusView, number>;
const COURSE = [
  point(1, { 'up-to-date': 3, root: 1 }),
  point(2, { 'up-to-date': 3, root: 1 }),
  point(3, { 'up-to-date': 1, root: 1, stale: 1, 'stale-by-ancestor': 1 }),
];

describe('the chart', () => {
  const markup = renderToStaticMarkup(<TrendChart points={COURSE} title="Fleet" />);

  it('is named, described and told as a table, without a script', () => {
    expect(markup).toMatch(
      /<title id="([^"]+)">Fleet<\/title><desc id="([^"]+)">On 2026-01-01: 1 root, 3 fresh/,
    );
    expect(markup).toContain('<th scope="row"');
    expect(markup).not.toMatch(/<script|onclick|style=/);
  });

  it('gives each band a pattern of its own, and no two charts the same ids', () => {
    const ids = (text: string) => [...text.matchAll(/<pattern id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids(markup)).size).toBe(3);
    for (const id of ids(markup)) expect(markup).toContain(`fill="url(#${id})"`);
    const twice = renderToStaticMarkup(
      <>
        <TrendChart points={COURSE} title="One" />
        <TrendChart points={COURSE} title="Two" />
      </>,
    );
    expect(new Set(ids(twice)).size).toBe(6);
  });

  it('of no moment is nothing', () => {
    expect(renderToStaticMarkup(<TrendChart points={[]} title="Fleet" />)).toBe('');
  });
});
