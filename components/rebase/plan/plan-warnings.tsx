import type { RebasePlanView } from '#lib/api/contract/rebases.ts';
import { WarningList } from './warning-list.tsx';

/** What to know before running a plan: what a rebase assumes, and the hazards that were found. */
export function PlanWarnings({ plan: { warnings, kind } }: { plan: RebasePlanView }) {
  return (
    <section aria-labelledby="hazards-title" className="space-y-3">
      <h2 id="hazards-title" className="font-medium">
        {kind === 'annotate' ? 'Before you annotate' : 'Before you rebase'}
      </h2>
      {kind === 'annotate' ? null : (
        <p className="max-w-[90ch] text-sm text-muted">
          A rebase assumes that the app works on the new base as it did on the old one: nothing is compiled or
          installed again. Test the result before you rely on it.
        </p>
      )}
      {warnings.length === 0 ? (
        <p className="text-sm">No hazards found in the layers and the config.</p>
      ) : (
        <WarningList warnings={warnings} />
      )}
    </section>
  );
}
