import { useState } from 'react';
import { Button } from '#components/ui/controls/button.tsx';
import type { ContentsView } from '#lib/api/contract/differences.ts';
import { CHANGE_MARKS, packagesSentence } from './difference-words.ts';

/** Rows shown before the table is expanded. */
const SHOWN = 25;

/** The packages that differ, with their versions before and after. */
export function PackageChanges({
  packages,
}: {
  packages: Extract<ContentsView['packages'], { state: 'compared' }>;
}) {
  const [all, setAll] = useState(false);
  const { items, notRead } = packages;
  const shown = all ? items : items.slice(0, SHOWN);
  return (
    <div className="space-y-2">
      <p className="text-sm">{packagesSentence(packages)}</p>
      {notRead.map((reason) => (
        <p key={reason} className="text-sm break-words text-status-unknown">
          {reason}
        </p>
      ))}
      {items.length === 0 ? null : (
        <table className="w-full table-fixed border-collapse rounded-md border border-line bg-surface text-sm">
          <caption className="sr-only">Packages that change</caption>
          <thead>
            <tr className="text-left text-muted">
              <th className="px-3 py-1.5 font-normal">Package</th>
              <th className="px-3 py-1.5 font-normal">Before</th>
              <th className="px-3 py-1.5 font-normal">After</th>
            </tr>
          </thead>
          <tbody className="align-top">
            {shown.map(({ kind, name, architecture, change, before, after }) => (
              <tr key={[kind, name, architecture, before, after].join(' ')} className="border-t border-line">
                <th scope="row" className="px-3 py-1.5 text-left font-normal">
                  <span className="mono break-all">{name}</span>{' '}
                  <span className="whitespace-nowrap text-muted">
                    <span aria-hidden>{CHANGE_MARKS[change]}</span> {change}
                  </span>
                </th>
                <td className="mono px-3 py-1.5 break-all text-muted">{before ?? '–'}</td>
                <td className="mono px-3 py-1.5 break-all">{after ?? '–'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {items.length > SHOWN ? (
        <Button size="sm" variant="quiet" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? 'Show fewer' : `Show all ${items.length.toLocaleString('en')} packages`}
        </Button>
      ) : null}
    </div>
  );
}
