'use client';

import { Check, CircleDashed, type LucideIcon, RotateCcw, TriangleAlert, X } from 'lucide-react';
import { Tooltip } from '#components/ui/controls/tooltip.tsx';
import { StatusIcon } from '#components/ui/values/status-badge.tsx';
import type { StatusView } from '#lib/api/contract/images/lineage.ts';
import type { Freshness, Verification } from '#lib/lineage/verdict/lineage.ts';
import { FRESHNESS_WORDS, VERIFICATION_WORDS } from '#lib/lineage/words/verdict-words.ts';

/** The status whose colour and icon a freshness has. */
const LOOKS: Readonly<Record<Freshness, readonly [status: StatusView, ink: string]>> = {
  'up-to-date': ['up-to-date', 'text-status-up-to-date'],
  'index-moved': ['up-to-date', 'text-status-up-to-date'],
  'same-content': ['up-to-date', 'text-status-up-to-date'],
  stale: ['stale', 'text-status-stale'],
  'stale-config': ['stale', 'text-status-stale'],
  pinned: ['pinned', 'text-status-pinned'],
  'base-tag-gone': ['broken', 'text-status-broken'],
  'base-digest-gone': ['broken', 'text-status-broken'],
  'base-gone': ['broken', 'text-status-broken'],
  'platform-gone': ['broken', 'text-status-broken'],
  unknown: ['unknown', 'text-status-unknown'],
};

const VERIFICATION_LOOKS: Readonly<Record<Verification, readonly [icon: LucideIcon, ink: string]>> = {
  verified: [Check, 'text-text'],
  'verified-recompressed': [RotateCcw, 'text-text'],
  contradicted: [X, 'text-status-broken'],
  unverifiable: [CircleDashed, 'text-status-unknown'],
};

/** The freshness of a base: icon and word in the colour of its status, the meaning in a tooltip. */
export function FreshnessMark({ freshness }: { freshness: Freshness }) {
  const [status, ink] = LOOKS[freshness];
  const { word, means } = FRESHNESS_WORDS[freshness];
  return (
    <Tooltip text={means}>
      <button type="button" className={`inline-flex cursor-help items-center gap-1 whitespace-nowrap ${ink}`}>
        <StatusIcon status={status} size={13} />
        {word}
      </button>
    </Tooltip>
  );
}

/** Whether the layers verify a claim. */
export function VerificationMark({ verification }: { verification: Verification }) {
  const [Icon, ink] = VERIFICATION_LOOKS[verification];
  const { word, means } = VERIFICATION_WORDS[verification];
  return (
    <Tooltip text={means}>
      <button type="button" className={`inline-flex cursor-help items-center gap-1 whitespace-nowrap ${ink}`}>
        <Icon aria-hidden size={13} />
        {word}
      </button>
    </Tooltip>
  );
}

/** Says that two kinds of evidence disagree. */
export function ConflictMark() {
  return (
    <span className="inline-flex items-center gap-1 text-status-broken">
      <TriangleAlert aria-hidden size={13} />
      The evidence conflicts: neither claim is followed
    </span>
  );
}
