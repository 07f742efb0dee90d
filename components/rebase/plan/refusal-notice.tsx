import { CircleSlash } from 'lucide-react';
import type { ReactNode } from 'react';
import { Notice } from '#components/ui/feedback/notice.tsx';
import { ProblemNotice, problemIn } from '#components/ui/feedback/problem-notice.tsx';
import { Sentence } from '#components/ui/values/sentence.tsx';
import type { RebaseRefusalView } from '#lib/api/contract/rebases.ts';
import { refusalWords, remedyWords } from './plan-words.ts';
import { RefusedChain } from './refused-chain.tsx';

/** Why there is no plan: a refusal with its facts and what to do instead, or another error. */
export function RefusalNotice({ error, actions }: { error: unknown; actions?: ReactNode }) {
  const { refusal } = problemIn(error);
  if (refusal === undefined) return <ProblemNotice error={error} actions={actions} />;
  return <Refusal refusal={refusal as RebaseRefusalView} actions={actions} />;
}

/** A refusal: an expected outcome, not a failure. */
function Refusal({ refusal, actions }: { refusal: RebaseRefusalView; actions?: ReactNode }) {
  const { kind, detail, platform, facts, instead, cascade } = refusal;
  const entries = Object.entries(facts);
  return (
    <Notice tone="refusal" icon={CircleSlash} actions={actions}>
      <div className="min-w-0 flex-1 space-y-2">
        <p className="font-medium">
          {cascade === undefined
            ? refusalWords(kind)
            : 'Its base is current, but a base further down has moved'}
          {platform === undefined ? '' : `, ${platform}`}
        </p>
        <p className="max-w-[90ch] break-words">
          <Sentence text={detail} />
        </p>
        {entries.length === 0 || cascade !== undefined ? null : (
          <dl className="mono grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 [&_dd]:break-all [&_dt]:text-muted">
            {entries.map(([name, value]) => (
              <div key={name} className="contents">
                <dt>{name}</dt>
                <dd>{Array.isArray(value) ? value.join(', ') : value}</dd>
              </div>
            ))}
          </dl>
        )}
        {cascade === undefined ? (
          remedyWords(instead).map((words) => <p key={words}>{words}</p>)
        ) : (
          <RefusedChain cascade={cascade} />
        )}
      </div>
    </Notice>
  );
}
