import { TriangleAlert } from 'lucide-react';
import type { RebasePlanView } from '#lib/api/contract/rebases.ts';

/** The changes of the config or the annotations, and the settings that base and image both changed. */
export function ConfigDiff({
  config: { changes, conflicts },
  caption = 'Settings that change',
  unchanged = 'No settings change',
}: {
  config: RebasePlanView['annotations'];
  caption?: string;
  unchanged?: string;
}) {
  if (changes.length === 0 && conflicts.length === 0) {
    return <p className="text-sm text-muted">{unchanged}</p>;
  }
  return (
    <div className="space-y-3">
      {conflicts.map((conflict) => (
        <div key={conflict.path} className="rounded-md border border-status-stale px-4 py-3 text-sm">
          <p className="flex items-center gap-2 font-medium">
            <TriangleAlert aria-hidden size={14} className="text-status-stale" />
            <span className="mono">{conflict.path}</span>
          </p>
          <p className="mt-1">{conflict.reason}</p>
          <dl className="mono mt-2 grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 [&_dd]:break-all [&_dt]:text-muted">
            <dt>old base</dt>
            <dd>{conflict.oldBase ?? '—'}</dd>
            <dt>new base</dt>
            <dd>{conflict.newBase ?? '—'}</dd>
            <dt>image (kept)</dt>
            <dd>{conflict.image ?? '—'}</dd>
          </dl>
        </div>
      ))}
      {changes.length === 0 ? null : (
        <table className="w-full table-fixed border-collapse rounded-md border border-line bg-surface text-sm">
          <caption className="sr-only">{caption}</caption>
          <thead>
            <tr className="text-left text-muted">
              <th className="w-1/4 px-4 py-2 font-normal">Setting</th>
              <th className="px-4 py-2 font-normal">Before</th>
              <th className="px-4 py-2 font-normal">After</th>
            </tr>
          </thead>
          <tbody className="mono align-top">
            {changes.map(({ path, before, after }) => (
              <tr key={path} className="border-t border-line">
                <th scope="row" className="px-4 py-1.5 text-left font-normal break-words">
                  {path}
                </th>
                <td className="px-4 py-1.5 break-all text-muted">
                  {before === null ? (
                    <em className="not-italic">not set</em>
                  ) : (
                    <del className="no-underline">{before}</del>
                  )}
                </td>
                <td className="px-4 py-1.5 break-all">
                  {after === null ? (
                    <em className="text-muted not-italic">not set</em>
                  ) : (
                    <ins className="no-underline">{after}</ins>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}
