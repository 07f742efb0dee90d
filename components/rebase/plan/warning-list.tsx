import { TriangleAlert } from 'lucide-react';
import { Sentence } from '#components/ui/values/sentence.tsx';
import type { PlanWarningView } from '#lib/api/contract/rebases.ts';
import { groupWarnings } from './group-warnings.ts';

/** Warnings of a plan, each once with the platforms that it is about. */
export function WarningList({ warnings }: { warnings: readonly PlanWarningView[] }) {
  return (
    <ul className="space-y-2">
      {groupWarnings(warnings).map(({ platforms, kind, title, detail, paths, setting }) => (
        <li
          key={`${kind} ${platforms.join()} ${detail} ${setting?.before} ${setting?.after}`}
          data-warning={kind}
          className="flex gap-3 rounded-md border border-line bg-surface px-4 py-2.5 text-sm"
        >
          <TriangleAlert aria-hidden size={15} className="mt-0.5 shrink-0 text-status-stale" />
          <div className="min-w-0 space-y-1">
            <p className="break-words">
              {title === null ? null : <strong className="font-medium">{title}. </strong>}
              {platforms.length === 0 ? null : <span className="text-muted">{platforms.join(', ')}: </span>}
              <Sentence text={detail} />
            </p>
            {setting === undefined ? null : (
              <p className="mono break-all text-muted">
                <SettingValue value={setting.before} />
                <span aria-hidden> → </span>
                <span className="sr-only">to</span>
                <SettingValue value={setting.after} />
              </p>
            )}
            {paths === undefined || paths.length === 0 ? null : (
              <p className="mono break-all text-muted">{paths.map((path) => `/${path}`).join('  ')}</p>
            )}
          </div>
        </li>
      ))}
    </ul>
  );
}

function SettingValue({ value }: { value: string | null }) {
  return value === null ? <span className="font-sans">not set</span> : <span>{value}</span>;
}
