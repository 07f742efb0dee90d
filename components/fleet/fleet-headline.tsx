import { Container } from 'lucide-react';
import { STATUS_LOOK, StatusIcon } from '#components/ui/values/status-badge.tsx';
import type { FleetSummaryView } from '#lib/api/contract/images/fleet.ts';
import type { StatusView } from '#lib/api/contract/images/lineage.ts';
import type { Sla } from '#lib/lineage/verdict/sla.ts';
import { adviceSentence, counted } from '#lib/lineage/words/counts-and-names.ts';
import { slaSentence } from '#lib/lineage/words/sla-words.ts';
import { headlineStatuses, staleRunning } from './headline-statuses.ts';

/**
 * The number of images by status, and advice. Each number filters by its status. The numbers ignore the filter's own
 * status term, so that they lead from status to status.
 */
export function FleetHeadline({
  summary,
  filter,
  onStatus,
  onRunning,
  onAdvice,
  onOverdue,
}: {
  summary: FleetSummaryView;
  filter: string;
  onStatus: (status: StatusView) => void;
  /** Filters to the stale images that run, or no longer. */
  onRunning: () => void;
  /** Filters to the stale images on these bases. */
  onAdvice: (bases: readonly string[]) => void;
  /** Filters to the images that are over the operator's limit. */
  onOverdue: (sla: Sla) => void;
}) {
  const { total, advice, sla } = summary;
  const running = staleRunning(summary, filter);
  return (
    <div className="space-y-1">
      <h1 className="sr-only">Fleet</h1>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="text-xl font-semibold tabular-nums">{counted(total, 'image')}</span>
        <div className="-ml-2 flex flex-wrap gap-x-1">
          {headlineStatuses(summary, filter).map(({ status, count, snoozed, isOn }) => {
            const { ink, word } = STATUS_LOOK[status];
            return (
              <button
                key={status}
                type="button"
                aria-pressed={isOn}
                onClick={() => onStatus(status)}
                className={numberClass(isOn)}
              >
                <span className={ink}>
                  <StatusIcon status={status} />
                </span>
                <span className="font-semibold tabular-nums">{count.toLocaleString('en')}</span>
                <span className="text-muted">
                  {word.toLowerCase()}
                  {snoozed === 0 ? '' : `, ${snoozed.toLocaleString('en')} of them snoozed`}
                </span>
              </button>
            );
          })}
          {running === null ? null : (
            <button
              type="button"
              aria-pressed={running.isOn}
              title="Stale images that run now"
              onClick={onRunning}
              className={numberClass(running.isOn)}
            >
              <Container aria-hidden size={14} className={STATUS_LOOK.stale.ink} />
              <span className="font-semibold tabular-nums">{running.count.toLocaleString('en')}</span>
              <span className="text-muted">stale and running</span>
            </button>
          )}
        </div>
      </div>
      {sla === null || total === 0 ? null : (
        <p className="max-w-[120ch]">
          {slaSentence(sla)}{' '}
          {sla.overdue === 0 ? null : (
            <button
              type="button"
              className="font-medium underline underline-offset-2 hover:text-muted"
              onClick={() => onOverdue(sla)}
            >
              Show overdue images
            </button>
          )}
        </p>
      )}
      {advice === null || advice.bases.length === 0 ? null : (
        <p className="max-w-[120ch] break-words">
          {adviceSentence(advice)}{' '}
          <button
            type="button"
            className="font-medium underline underline-offset-2 hover:text-muted"
            onClick={() => onAdvice(advice.bases)}
          >
            Show them
          </button>
        </p>
      )}
    </div>
  );
}

function numberClass(isOn: boolean): string {
  return `flex h-7 items-center gap-1.5 rounded-md border px-2 text-sm transition-colors hover:bg-raised ${isOn ? 'border-line-strong bg-raised' : 'border-transparent'}`;
}
