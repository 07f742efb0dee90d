import { Container, Unplug } from 'lucide-react';
import type { ReactNode } from 'react';
import { STATUS_LOOK, StatusIcon } from '#components/ui/values/status-badge.tsx';
import type { FleetSummaryView } from '#lib/api/contract/images/fleet.ts';
import type { StatusView } from '#lib/api/contract/images/lineage.ts';
import type { Sla } from '#lib/lineage/verdict/sla.ts';
import { adviceSentence, counted } from '#lib/lineage/words/counts-and-names.ts';
import { slaSentence } from '#lib/lineage/words/sla-words.ts';
import { cannotPull, headlineStatuses, staleRunning } from './headline-statuses.ts';

/**
 * The number of images by status, and advice. Each number filters by its status. The numbers ignore the filter's own
 * status term, so that they lead from status to status.
 */
export function FleetHeadline({
  summary,
  filter,
  onStatus,
  onRunning,
  onCannotPull,
  onAdvice,
  onOverdue,
}: {
  summary: FleetSummaryView;
  filter: string;
  onStatus: (status: StatusView) => void;
  /** Filters to the stale images that run, or no longer. */
  onRunning: () => void;
  /** Filters to the images that run and cannot be pulled again, or no longer. */
  onCannotPull: () => void;
  /** Filters to the stale images on these bases. */
  onAdvice: (bases: readonly string[]) => void;
  /** Filters to the images that are over the operator's limit. */
  onOverdue: (sla: Sla) => void;
}) {
  const { total, advice, sla } = summary;
  const running = staleRunning(summary, filter);
  const unpulled = cannotPull(summary, filter);
  return (
    <div className="space-y-1">
      <h1 className="sr-only">Fleet</h1>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="text-xl font-semibold tabular-nums">{counted(total, 'image')}</span>
        <div className="-ml-2 flex flex-wrap gap-x-1">
          {headlineStatuses(summary, filter).map(({ status, count, snoozed, isOn }) => {
            const { ink, word } = STATUS_LOOK[status];
            return (
              <HeadlineNumber
                key={status}
                icon={
                  <span className={ink}>
                    <StatusIcon status={status} />
                  </span>
                }
                {...{ count, isOn }}
                words={`${word.toLowerCase()}${snoozed === 0 ? '' : `, ${snoozed.toLocaleString('en')} of them snoozed`}`}
                onPress={() => onStatus(status)}
              />
            );
          })}
          {running === null ? null : (
            <HeadlineNumber
              icon={<Container aria-hidden size={14} className={STATUS_LOOK.stale.ink} />}
              {...running}
              words="stale and running"
              title="Stale images that run now"
              onPress={onRunning}
            />
          )}
          {unpulled === null ? null : (
            <HeadlineNumber
              icon={<Unplug aria-hidden size={14} />}
              {...unpulled}
              words="cannot be pulled again"
              title="Images that run now, and that a new container could not pull"
              onPress={onCannotPull}
            />
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

/** A number of the headline, which filters. */
function HeadlineNumber({
  icon,
  count,
  words,
  isOn,
  title,
  onPress,
}: {
  icon: ReactNode;
  count: number;
  words: string;
  /** Whether the filter has its terms. */
  isOn: boolean;
  title?: string;
  onPress: () => void;
}) {
  return (
    <button
      type="button"
      aria-pressed={isOn}
      title={title}
      onClick={onPress}
      className={`flex h-7 items-center gap-1.5 rounded-md border px-2 text-sm transition-colors hover:bg-raised ${isOn ? 'border-line-strong bg-raised' : 'border-transparent'}`}
    >
      {icon}
      <span className="font-semibold tabular-nums">{count.toLocaleString('en')}</span>
      <span className="text-muted">{words}</span>
    </button>
  );
}
