import { Check, Circle, CircleMinus, Loader, type LucideIcon, X } from 'lucide-react';
import type { RebaseStepView } from '#lib/api/contract/rebases.ts';
import { byteSize } from '#lib/lineage/words/counts-and-names.ts';

const STYLES: Readonly<
  Record<RebaseStepView['state'], readonly [icon: LucideIcon, ink: string, word: string]>
> = {
  pending: [Circle, 'text-line-strong', 'pending'],
  running: [Loader, 'text-text', 'running'],
  done: [Check, 'text-status-up-to-date', 'done'],
  skipped: [CircleMinus, 'text-muted', 'not needed'],
  failed: [X, 'text-status-broken', 'failed'],
};

/** The steps of a rebase, each ticked as it ends. */
export function RunSteps({ steps }: { steps: readonly RebaseStepView[] }) {
  return (
    <ol className="divide-y divide-line rounded-md border border-line bg-surface text-sm" aria-label="Steps">
      {steps.map(({ kind, detail, state, bytes, bytesTotal }, index) => {
        const [Icon, ink, word] = STYLES[state];
        const spin = state === 'running' ? 'animate-spin motion-reduce:animate-none' : '';
        return (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: a step is identified by its place.
            key={index}
            data-step={kind}
            data-state={state}
            className="flex items-center gap-3 px-4 py-1.5"
          >
            <Icon aria-hidden size={14} className={`shrink-0 ${ink} ${spin}`} />
            <span className="sr-only">{word}:</span>
            <span className={`min-w-0 flex-1 break-words ${state === 'pending' ? 'text-muted' : ''}`}>
              {detail}
            </span>
            {bytesTotal === null || bytesTotal === 0 ? null : (
              <span className="shrink-0 text-muted tabular-nums">
                {bytes === null || state === 'done' ? '' : `${byteSize(bytes)} of `}
                {byteSize(bytesTotal)}
              </span>
            )}
          </li>
        );
      })}
    </ol>
  );
}
