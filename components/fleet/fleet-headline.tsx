import { hasTerm } from '#components/filter/filter-text.ts';
import { STATUS_LOOK, StatusIcon } from '#components/ui/values/status-badge.tsx';
import type { FleetSummaryView } from '#lib/api/contract/images/fleet.ts';
import type { StatusView } from '#lib/api/contract/images/lineage.ts';
import { STATUS } from '#lib/lineage/vocabulary/status.ts';
import { adviceSentence, counted } from '#lib/lineage/words/counts-and-names.ts';

/**
 * The fleet in one sentence and what to do about it. Each number filters by its status; the numbers are those
 * of the fleet under every other word of the filter, so that one can go from status to status.
 */
export function FleetHeadline({
  summary: { total, byStatus, advice },
  filter,
  onStatus,
  onAdvice,
}: {
  summary: FleetSummaryView;
  filter: string;
  onStatus: (status: StatusView) => void;
  /** Shows the stale images on these bases. */
  onAdvice: (bases: readonly string[]) => void;
}) {
  return (
    <div className="space-y-1">
      <h1 className="sr-only">Fleet</h1>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="text-xl font-semibold tabular-nums">{counted(total, 'image')}</span>
        <div className="-ml-2 flex flex-wrap gap-x-1">
          {STATUS.filter((status) => (byStatus[status] ?? 0) > 0 || hasTerm(filter, 'status', status)).map(
            (status) => {
              const { ink, word } = STATUS_LOOK[status];
              const on = hasTerm(filter, 'status', status);
              return (
                <button
                  key={status}
                  type="button"
                  aria-pressed={on}
                  onClick={() => onStatus(status)}
                  className={`flex h-7 items-center gap-1.5 rounded-md border px-2 text-sm transition-colors hover:bg-raised ${on ? 'border-line-strong bg-raised' : 'border-transparent'}`}
                >
                  <span className={ink}>
                    <StatusIcon status={status} />
                  </span>
                  <span className="font-semibold tabular-nums">
                    {(byStatus[status] ?? 0).toLocaleString('en')}
                  </span>
                  <span className="text-muted">{word.toLowerCase()}</span>
                </button>
              );
            },
          )}
        </div>
      </div>
      {advice === null || advice.bases.length === 0 ? null : (
        <p className="max-w-[120ch] break-words">
          {adviceSentence(advice)}{' '}
          <button
            type="button"
            className="font-medium underline underline-offset-2 hover:text-muted"
            onClick={() => onAdvice(advice.bases)}
          >
            See how
          </button>
        </p>
      )}
    </div>
  );
}
