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
import type { StatusView } from '#lib/api/contract/lineage.ts';

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
    word: 'Up to date',
    icon: CircleCheck,
    ink: 'text-status-up-to-date',
    badge: 'border-status-up-to-date/45 text-status-up-to-date',
    meaning: 'The base’s tag still has the digest this image was built on, and the layers prove it.',
  },
  stale: {
    word: 'Stale',
    icon: ClockAlert,
    ink: 'text-status-stale',
    badge: 'border-status-stale-fill bg-status-stale-fill text-on-status-stale',
    meaning: 'The base’s tag has moved on since this image was built.',
  },
  'stale-by-ancestor': {
    word: 'Stale below',
    icon: CornerDownRight,
    ink: 'text-status-stale-by-ancestor',
    badge: 'border-status-stale-by-ancestor text-status-stale-by-ancestor',
    meaning: 'The base itself is current, but a base further down has moved on.',
  },
  broken: {
    word: 'Broken',
    icon: TriangleAlert,
    ink: 'text-status-broken',
    badge: 'border-status-broken/60 text-status-broken',
    meaning: 'The claim about the base is contradicted, in conflict, or the base is gone.',
  },
  unknown: {
    word: 'Unknown',
    icon: CircleQuestionMark,
    ink: 'text-status-unknown',
    badge: 'border-dashed border-status-unknown text-status-unknown',
    meaning: 'Something could not be checked; the reason says what.',
  },
  pinned: {
    word: 'Pinned',
    icon: Pin,
    ink: 'text-status-pinned',
    badge: 'border-status-pinned/45 text-status-pinned',
    meaning: 'The base is named by digest alone: there is no tag that could move.',
  },
  root: {
    word: 'Root',
    icon: Anchor,
    ink: 'text-status-root',
    badge: 'border-line-strong/60 text-status-root',
    meaning: 'The chain ends here: this image stands on nothing.',
  },
  pending: {
    word: 'Checking',
    icon: Loader,
    ink: 'text-status-pending',
    badge: 'border-line text-status-pending',
    meaning: 'No scan has looked at this image yet.',
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
