'use client';

import { Check, CircleDashed, type LucideIcon, RotateCcw, TriangleAlert, X } from 'lucide-react';
import { Tooltip } from '#components/ui/controls/tooltip.tsx';
import { STATUS_LOOK, StatusIcon } from '#components/ui/values/status-badge.tsx';
import { FRESHNESSES, type Freshness } from '#lib/lineage/vocabulary/freshness.ts';
import { VERIFICATIONS, type Verification } from '#lib/lineage/vocabulary/verification.ts';

const VERIFICATION_LOOKS: Readonly<Record<Verification, readonly [icon: LucideIcon, ink: string]>> = {
  verified: [Check, 'text-text'],
  'verified-recompressed': [RotateCcw, 'text-text'],
  contradicted: [X, 'text-status-broken'],
  unverifiable: [CircleDashed, 'text-status-unknown'],
};

/** How current a base is: icon and word in the colour of its status, the meaning on hover and focus. */
export function FreshnessMark({ freshness }: { freshness: Freshness }) {
  const { word, meaning, status } = FRESHNESSES[freshness];
  return (
    <Tooltip text={meaning}>
      <button
        type="button"
        className={`inline-flex cursor-help items-center gap-1 whitespace-nowrap ${STATUS_LOOK[status].ink}`}
      >
        <StatusIcon status={status} size={13} />
        {word}
      </button>
    </Tooltip>
  );
}

/** Whether the layers bear a claim out. */
export function VerificationMark({ verification }: { verification: Verification }) {
  const [Icon, ink] = VERIFICATION_LOOKS[verification];
  const { word, meaning } = VERIFICATIONS[verification];
  return (
    <Tooltip text={meaning}>
      <button type="button" className={`inline-flex cursor-help items-center gap-1 whitespace-nowrap ${ink}`}>
        <Icon aria-hidden size={13} />
        {word}
      </button>
    </Tooltip>
  );
}

/** Two kinds of evidence disagree. */
export function ConflictMark() {
  return (
    <span className="inline-flex items-center gap-1 text-status-broken">
      <TriangleAlert aria-hidden size={13} />
      The evidence disagrees: neither claim is followed
    </span>
  );
}
