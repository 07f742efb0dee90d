import { Digest } from '#components/ui/values/digest.tsx';
import { Sentence } from '#components/ui/values/sentence.tsx';
import type { RebasePlanView } from '#lib/api/contract/rebases.ts';
import { lossesSentence, lossWords } from './plan-words.ts';

/** What a plan loses, such as signatures, and how to undo it. */
export function PlanLosses({ plan }: { plan: RebasePlanView }) {
  const { losses, targetDigest } = plan;
  const sentence = lossesSentence(plan);
  return (
    <section aria-labelledby="losses-title" className="space-y-3">
      <h2 id="losses-title" className="font-medium">
        Losses and undo
      </h2>
      {losses.length === 0 ? null : (
        <ul className="space-y-1 text-sm">
          {losses.map(({ kind, digest, detail }) => (
            <li key={`${kind} ${digest} ${detail}`} className="flex flex-wrap items-baseline gap-x-2">
              <span className="font-medium">{lossWords(kind)}</span>
              {digest === null ? null : <Digest value={digest} />}
              <span className="min-w-0 break-words">
                <Sentence text={detail} />
              </span>
            </li>
          ))}
        </ul>
      )}
      {sentence === null ? null : <p className="text-sm">{sentence}</p>}
      <p className="flex flex-wrap items-baseline gap-x-2 text-sm text-muted">
        {targetDigest === null ? (
          'You can undo this later: that deletes the new tag, if the registry supports it and nobody has moved the tag since.'
        ) : (
          <>
            You can undo this later, unless somebody moves the tag in the meantime. That moves it back to{' '}
            <Digest value={targetDigest} />
          </>
        )}
      </p>
    </section>
  );
}
