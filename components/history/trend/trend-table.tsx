import type { TrendPointView } from '#lib/api/contract/images/history.ts';
import { absoluteTime } from '#lib/lineage/words/time-words.ts';
import { changedPoints, countOf, shownBands } from '#lib/sharing/pictures/trend.ts';

/** A trend as a collapsed table: one row for each moment at which a number changed. */
export function TrendTable({ points, title }: { points: readonly TrendPointView[]; title: string }) {
  const bands = shownBands(points).toReversed();
  return (
    <details className="mt-1 text-xs" data-screen-only>
      <summary className="w-fit text-muted hover:text-text">As a table</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, also by keyboard. */}
      <section tabIndex={0} aria-label={`${title}, as a table`} className="max-h-60 overflow-auto">
        <table className="mt-1 w-full tabular-nums">
          <thead>
            <tr className="border-b border-line text-left text-muted [&_th]:py-1 [&_th]:pr-3 [&_th]:font-medium">
              <th scope="col">Since</th>
              {bands.map(({ name }) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {changedPoints(points).map((point) => (
              <tr key={point.at} className="[&_td]:pr-3">
                <th scope="row" className="pr-3 text-left font-normal whitespace-nowrap">
                  {absoluteTime(point.at)}
                </th>
                {bands.map((band) => (
                  <td key={band.name}>{countOf(band, point).toLocaleString('en')}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </details>
  );
}
