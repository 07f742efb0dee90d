'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { trendQuery } from '#lib/api/client/history.ts';
import { changesHref } from '../hrefs.ts';
import { useShownMoment } from '../url-moment.tsx';
import { TrendChart } from './trend-chart.tsx';

/** How a fleet under a filter fared over time, on the page of the fleet; the page's moment is marked. */
export function StatusOverTime({ filter }: { filter: string }) {
  const trend = useQuery(trendQuery({ filter }));
  const past = useShownMoment();
  return (
    <section
      aria-labelledby="over-time-title"
      className="w-full shrink-0 rounded-md border border-line bg-surface xl:w-112"
    >
      <div className="flex items-center justify-between border-b border-line px-3 py-1.5 text-xs font-medium text-muted">
        <h2 id="over-time-title">Over time</h2>
        <Link href={changesHref({ filter })} className="underline-offset-4 hover:text-text hover:underline">
          What changed
        </Link>
      </div>
      <div className="min-h-36 p-3">
        {trend.data === undefined ? null : (
          <TrendChart points={trend.data.points} title="Images by status, over time" mark={past} />
        )}
      </div>
    </section>
  );
}

/** How the images on a base fared over time, in a panel; nothing where none ever stood on it. */
export function BaseStatusOverTime({ base }: { base: string }) {
  const trend = useQuery(trendQuery({ base }));
  const past = useShownMoment();
  const points = trend.data?.points ?? [];
  if (!points.some(({ counts }) => Object.values(counts).some((images) => images > 0))) return null;
  return (
    <section className="p-4">
      <h3 className="mb-2 font-medium">What stands on it, over time</h3>
      <TrendChart points={points} title={`Images on ${base} by status, over time`} mark={past} />
    </section>
  );
}
