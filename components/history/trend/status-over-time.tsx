'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { trendQuery } from '#lib/api/client/history.ts';
import { totalOf } from '#lib/sharing/pictures/trend.ts';
import { changesHref } from '../hrefs.ts';
import { useShownMoment } from '../url-moment.tsx';
import { TrendChart } from './trend-chart.tsx';

/** The trend of the images that match a filter, with the moment of the page marked. */
export function StatusOverTime({ filter }: { filter: string }) {
  const trend = useQuery(trendQuery({ filter }));
  const moment = useShownMoment();
  return (
    <section
      aria-labelledby="over-time-title"
      className="w-full shrink-0 rounded-md border border-line bg-surface xl:w-112"
    >
      <div className="flex items-center justify-between border-b border-line px-3 py-1.5 text-xs font-medium text-muted">
        <h2 id="over-time-title">Trend</h2>
        <Link href={changesHref({ filter })} className="underline-offset-4 hover:text-text hover:underline">
          Show changes
        </Link>
      </div>
      <div className="min-h-36 p-3">
        {trend.data === undefined ? null : (
          <TrendChart points={trend.data.points} title="Images by status, over time" mark={moment} />
        )}
      </div>
    </section>
  );
}

/** The trend of the images based on a base; nothing if there never were any. */
export function BaseStatusOverTime({ base }: { base: string }) {
  const trend = useQuery(trendQuery({ base }));
  const moment = useShownMoment();
  const points = trend.data?.points ?? [];
  if (!points.some((point) => totalOf(point) > 0)) return null;
  return (
    <section className="p-4">
      <h3 className="mb-2 font-medium">Dependents over time</h3>
      <TrendChart points={points} title={`Images on ${base} by status, over time`} mark={moment} />
    </section>
  );
}
