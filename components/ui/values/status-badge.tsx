import {
  Anchor,
  CircleCheck,
  CircleQuestionMark,
  ClockAlert,
  CornerDownRight,
  Loader,
  type LucideIcon,
  Pin,
  TriangleAlert,
} from 'lucide-react';
import type { StatusView } from '#lib/api/contract/images/lineage.ts';
import {
  type BadgeFrame,
  perStatus,
  STATUSES,
  type StatusIconName,
  type Tone,
} from '#lib/lineage/vocabulary/status.ts';

const ICONS: Readonly<Record<StatusIconName, LucideIcon>> = {
  'circle-check': CircleCheck,
  'clock-alert': ClockAlert,
  'corner-down-right': CornerDownRight,
  'triangle-alert': TriangleAlert,
  'circle-question': CircleQuestionMark,
  pin: Pin,
  anchor: Anchor,
  loader: Loader,
};

/** A tone's colours as classes: of icon and word alone, of a badge's border, and of a filled badge. */
const TONES: Readonly<
  Record<Tone, { readonly ink: string; readonly border: string; readonly filled: string }>
> = {
  'up-to-date': {
    ink: 'text-status-up-to-date',
    border: 'border-status-up-to-date/45',
    filled: 'border-status-up-to-date bg-status-up-to-date text-surface',
  },
  stale: {
    ink: 'text-status-stale',
    border: 'border-status-stale',
    filled: 'border-status-stale-fill bg-status-stale-fill text-on-status-stale',
  },
  broken: {
    ink: 'text-status-broken',
    border: 'border-status-broken/60',
    filled: 'border-status-broken bg-status-broken text-surface',
  },
  unknown: {
    ink: 'text-status-unknown',
    border: 'border-status-unknown',
    filled: 'border-status-unknown bg-status-unknown text-surface',
  },
  pinned: {
    ink: 'text-status-pinned',
    border: 'border-status-pinned/45',
    filled: 'border-status-pinned bg-status-pinned text-surface',
  },
  root: {
    ink: 'text-status-root',
    border: 'border-line-strong/60',
    filled: 'border-status-root bg-status-root text-surface',
  },
};

interface StatusLook {
  readonly word: string;
  readonly icon: LucideIcon;
  /** Colour of icon and word where the status stands alone, without its frame. */
  readonly ink: string;
  /** Ground, frame and ink of the badge. */
  readonly badge: string;
  /** What the word means, for a tooltip. */
  readonly meaning: string;
}

/** How each status looks and reads, everywhere. */
export const STATUS_LOOK: Readonly<Record<StatusView, StatusLook>> = perStatus((status) => {
  const { word, meaning, icon, tone, frame } = STATUSES[status];
  return { word, meaning, icon: ICONS[icon], ink: TONES[tone].ink, badge: badgeClasses(tone, frame.page) };
});

function badgeClasses(tone: Tone, frame: BadgeFrame): string {
  const { ink, border, filled } = TONES[tone];
  switch (frame) {
    case 'filled':
      return filled;
    case 'framed':
      return `${border} ${ink}`;
    case 'dashed':
      return `border-dashed ${border} ${ink}`;
    case 'faint':
      return `border-line ${ink}`;
  }
}

const SIZES = {
  sm: { badge: 'h-5 gap-1 px-1.5 text-xs', icon: 12 },
  md: { badge: 'h-6 gap-1.5 px-2 text-sm', icon: 14 },
} as const;

/** An image's status as colour, icon and word: the only way a status is shown in a frame. */
export function StatusBadge({ status, size = 'sm' }: { status: StatusView; size?: 'sm' | 'md' }) {
  const look = STATUS_LOOK[status];
  const { badge, icon } = SIZES[size];
  return (
    <span
      data-status={status}
      title={look.meaning}
      className={`inline-flex shrink-0 items-center rounded-sm border font-medium whitespace-nowrap ${badge} ${look.badge}`}
    >
      <StatusIcon status={status} size={icon} />
      {look.word}
    </span>
  );
}

/** The status's icon alone, for where the word stands beside it. `size` in CSS pixels. */
export function StatusIcon({ status, size = 14 }: { status: StatusView; size?: number }) {
  const Icon = STATUS_LOOK[status].icon;
  const spin = STATUSES[status].icon === 'loader' ? 'animate-spin motion-reduce:animate-none' : '';
  return <Icon aria-hidden size={size} strokeWidth={2} className={`shrink-0 ${spin}`} />;
}
