import {
  CircleAlert,
  CircleCheck,
  CircleDashed,
  CircleMinus,
  CirclePause,
  CircleSlash,
  Clock,
  Loader,
  type LucideIcon,
  Undo2,
} from 'lucide-react';
import type { CascadeItemState, CascadeState, RebaseState } from '#lib/rebase/states.ts';

type State = RebaseState | CascadeState | CascadeItemState;

interface StateStyle {
  readonly word: string;
  readonly icon: LucideIcon;
  readonly ink: string;
  readonly means: string;
}

const QUIET = 'text-muted';
const GOOD = 'text-status-up-to-date';
const BAD = 'text-status-broken';
const WAITING = 'text-status-pending';

const STYLES: Readonly<Record<State, StateStyle>> = {
  planned: { word: 'Planned', icon: CircleDashed, ink: QUIET, means: 'Nothing has been pushed.' },
  queued: { word: 'Queued', icon: Clock, ink: WAITING, means: 'Starts as soon as a worker is free.' },
  waiting: {
    word: 'Waiting',
    icon: Clock,
    ink: WAITING,
    means: 'Starts after those that it has to wait for.',
  },
  running: { word: 'Running', icon: Loader, ink: WAITING, means: 'Its steps are running.' },
  paused: {
    word: 'Paused',
    icon: CirclePause,
    ink: QUIET,
    means: 'Nothing more starts until it is resumed.',
  },
  stopped: {
    word: 'Stopped',
    icon: CircleSlash,
    ink: QUIET,
    means: 'Images that had not started were left unchanged.',
  },
  succeeded: { word: 'Done', icon: CircleCheck, ink: GOOD, means: 'The tag has the planned digest.' },
  'no-op': {
    word: 'Nothing to do',
    icon: CircleMinus,
    ink: QUIET,
    means: 'The tag already had the planned digest.',
  },
  failed: {
    word: 'Failed',
    icon: CircleAlert,
    ink: BAD,
    means: 'The tag was not moved; see the error.',
  },
  conflict: {
    word: 'Conflict',
    icon: CircleAlert,
    ink: BAD,
    means: 'A tag had moved in the meantime, so nothing was pushed.',
  },
  refused: {
    word: 'Refused',
    icon: CircleSlash,
    ink: BAD,
    means: 'It cannot be rebased; see the reason.',
  },
  skipped: {
    word: 'Skipped',
    icon: CircleMinus,
    ink: QUIET,
    means: 'It was left out, or its base was not rebased; see the reason.',
  },
  'rolled-back': { word: 'Rolled back', icon: Undo2, ink: QUIET, means: 'The tag has its old digest again.' },
};

/** The word for a state: "Rolled back". */
export function stateWord(state: State): string {
  return STYLES[state].word;
}

/** The state of a rebase, a cascade or one of its images, as icon and word. */
export function StateBadge({ state }: { state: State }) {
  const { word, icon: Icon, ink, means } = STYLES[state];
  const spin = state === 'running' ? 'animate-spin motion-reduce:animate-none' : '';
  return (
    <span
      data-state={state}
      title={means}
      className={`inline-flex shrink-0 items-center gap-1 text-sm font-medium whitespace-nowrap ${ink}`}
    >
      <Icon aria-hidden size={13} className={`shrink-0 ${spin}`} />
      {word}
    </span>
  );
}
