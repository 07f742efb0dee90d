import { TriangleAlert } from 'lucide-react';
import { Sentence } from '#components/ui/values/sentence.tsx';
import type { RebasePlanView } from '#lib/api/contract/rebases.ts';

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
        <ul className="space-y-2">
          {warnings.map(({ kind: of, platform, detail, paths }) => (
            <li
              key={`${of} ${platform} ${detail}`}
              className="flex gap-3 rounded-md border border-line bg-surface px-4 py-2.5 text-sm"
            >
              <TriangleAlert aria-hidden size={15} className="mt-0.5 shrink-0 text-status-stale" />
              <div className="min-w-0 space-y-1">
                <p className="break-words">
                  {platform === null ? null : <span className="text-muted">{platform}: </span>}
                  <Sentence text={detail} />
                </p>
                {paths === undefined || paths.length === 0 ? null : (
                  <p className="mono break-all text-muted">{paths.map((path) => `/${path}`).join('  ')}</p>
                )}
              </div>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
