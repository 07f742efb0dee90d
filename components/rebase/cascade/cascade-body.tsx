import { useSpoken } from '#components/live/spoken.tsx';
import { Time } from '#components/ui/values/relative-time.tsx';
import { Sentence } from '#components/ui/values/sentence.tsx';
import type { CascadeView } from '#lib/api/contract/cascades.ts';
import { familiarName } from '#lib/lineage/words/counts-and-names.ts';
import { StateBadge, stateWord } from '../state-badge.tsx';
import { CascadeControls } from './cascade-controls.tsx';
import { CascadeItems, type LeavingOut } from './cascade-items.tsx';
import { canStart, isEdited, pausedAfter } from './cascade-state.ts';
import { cascadeSentence, cascadeTitle, countWords, progressWords, spokenCascade } from './cascade-words.ts';
import { StartCascade } from './start-cascade.tsx';

/** A cascade's header, buttons and images, before it starts and after. */
export function CascadeBody({ cascade, leavingOut }: { cascade: CascadeView; leavingOut?: LeavingOut }) {
  const { state } = cascade;
  useSpoken(spokenCascade(cascade, stateWord(state)));
  return (
    <div className="mx-auto max-w-[80rem] space-y-6 p-4">
      <header className="space-y-3">
        <h1 className="flex flex-wrap items-center gap-x-3 gap-y-1 text-lg font-semibold">
          <CascadeTitle cascade={cascade} />
          <StateBadge state={state} />
        </h1>
        {state === 'planned' ? (
          <p className="max-w-[90ch]">
            <Sentence text={cascadeSentence(cascade)} />
            {canStart(cascade) ? ' You can pause, resume or stop it. Running ones finish.' : null}
          </p>
        ) : (
          <Progress cascade={cascade} />
        )}
        {canStart(cascade) ? (
          <StartCascade cascade={cascade} disabled={leavingOut !== undefined && isEdited(leavingOut)} />
        ) : null}
        <CascadeControls cascade={cascade} />
      </header>
      <CascadeItems cascade={cascade} {...(leavingOut === undefined ? {} : { leavingOut })} />
    </div>
  );
}

/** What a cascade is, in its heading. */
export function CascadeTitle({ cascade }: { cascade: Pick<CascadeView, 'kind' | 'reference' | 'to'> }) {
  const { words, names } = cascadeTitle(cascade);
  return (
    <span className="min-w-0 break-words">
      {words}{' '}
      {names.map((name, at) => (
        <span key={name}>
          {at === 0 ? '' : ' to '}
          <span className="mono break-all">{name}</span>
        </span>
      ))}
    </span>
  );
}

function Progress({ cascade }: { cascade: CascadeView }) {
  const { kind, counts, progress, actor, createdAt, reason } = cascade;
  const first = pausedAfter(cascade);
  return (
    <div className="space-y-2">
      <p className="text-sm">{progressWords(progress)}</p>
      <progress
        value={progress.done}
        max={Math.max(progress.total, 1)}
        aria-label="Finished images"
        className="h-1.5 w-full max-w-xl appearance-none overflow-hidden rounded-full bg-raised [&::-moz-progress-bar]:bg-muted [&::-webkit-progress-bar]:bg-raised [&::-webkit-progress-value]:bg-muted"
      />
      <p className="text-sm break-words text-muted">
        {countWords(counts, kind)} · by {actor}, planned <Time value={createdAt} />
        {reason === null ? '' : `: ${reason}`}
      </p>
      {first === undefined ? null : (
        <p className="text-sm break-words">
          Paused after the first one: <span className="mono break-all">{familiarName(first.reference)}</span>,{' '}
          {stateWord(first.state).toLowerCase()}. Look at it, then resume or stop.
        </p>
      )}
    </div>
  );
}
