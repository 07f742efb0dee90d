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
import { STATUS_WORDS } from '#lib/lineage/words/status-words.ts';

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
export const STATUS_LOOK: Readonly<Record<StatusView, StatusLook>> = {
  'up-to-date': {
    ...STATUS_WORDS['up-to-date'],
    icon: CircleCheck,
    ink: 'text-status-up-to-date',
    badge: 'border-status-up-to-date/45 text-status-up-to-date',
  },
  stale: {
    ...STATUS_WORDS.stale,
    icon: ClockAlert,
    ink: 'text-status-stale',
    badge: 'border-status-stale-fill bg-status-stale-fill text-on-status-stale',
  },
  'stale-by-ancestor': {
    ...STATUS_WORDS['stale-by-ancestor'],
    icon: CornerDownRight,
    ink: 'text-status-stale-by-ancestor',
    badge: 'border-status-stale-by-ancestor text-status-stale-by-ancestor',
  },
  broken: {
    ...STATUS_WORDS.broken,
    icon: TriangleAlert,
    ink: 'text-status-broken',
    badge: 'border-status-broken/60 text-status-broken',
  },
  unknown: {
    ...STATUS_WORDS.unknown,
    icon: CircleQuestionMark,
    ink: 'text-status-unknown',
    badge: 'border-dashed border-status-unknown text-status-unknown',
  },
  pinned: {
    ...STATUS_WORDS.pinned,
    icon: Pin,
    ink: 'text-status-pinned',
    badge: 'border-status-pinned/45 text-status-pinned',
  },
  root: {
    ...STATUS_WORDS.root,
    icon: Anchor,
    ink: 'text-status-root',
    badge: 'border-line-strong/60 text-status-root',
  },
  pending: {
    ...STATUS_WORDS.pending,
    icon: Loader,
    ink: 'text-status-pending',
    badge: 'border-line text-status-pending',
  },
};

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
  const spin = status === 'pending' ? 'animate-spin motion-reduce:animate-none' : '';
  return <Icon aria-hidden size={size} strokeWidth={2} className={`shrink-0 ${spin}`} />;
}
