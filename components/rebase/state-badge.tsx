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

interface StateLook {
  readonly word: string;
  readonly icon: LucideIcon;
  readonly ink: string;
  readonly means: string;
}

const QUIET = 'text-muted';
const GOOD = 'text-status-up-to-date';
const BAD = 'text-status-broken';
const WAITING = 'text-status-pending';

const LOOKS: Readonly<Record<State, StateLook>> = {
  planned: { word: 'Planned', icon: CircleDashed, ink: QUIET, means: 'Nothing has been pushed.' },
  queued: { word: 'Queued', icon: Clock, ink: WAITING, means: 'It begins as soon as a worker is free.' },
  waiting: { word: 'Waiting', icon: Clock, ink: WAITING, means: 'It begins after the image it stands on.' },
  running: { word: 'Running', icon: Loader, ink: WAITING, means: 'Its steps are being taken now.' },
  paused: { word: 'Paused', icon: CirclePause, ink: QUIET, means: 'Nothing more begins until it goes on.' },
  stopped: {
    word: 'Stopped',
    icon: CircleSlash,
    ink: QUIET,
    means: 'What had not begun was left as it was.',
  },
  succeeded: { word: 'Done', icon: CircleCheck, ink: GOOD, means: 'The tag holds what was planned.' },
  'no-op': { word: 'Nothing to do', icon: CircleMinus, ink: QUIET, means: 'It was as planned already.' },
  failed: {
    word: 'Failed',
    icon: CircleAlert,
    ink: BAD,
    means: 'The reason is told; the tag was not moved.',
  },
  conflict: {
    word: 'Conflict',
    icon: CircleAlert,
    ink: BAD,
    means: 'A tag had moved: nothing was put over it.',
  },
  refused: {
    word: 'Refused',
    icon: CircleSlash,
    ink: BAD,
    means: 'It cannot be rebased; the reason is told.',
  },
  skipped: {
    word: 'Left as it is',
    icon: CircleMinus,
    ink: QUIET,
    means: 'What it stands on was not rebased.',
  },
  'rolled-back': { word: 'Taken back', icon: Undo2, ink: QUIET, means: 'The tag is what it was before.' },
};

/** How far a rebase, a cascade or one of its images is: icon and word. */
export function StateBadge({ state }: { state: State }) {
  const { word, icon: Icon, ink, means } = LOOKS[state];
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
