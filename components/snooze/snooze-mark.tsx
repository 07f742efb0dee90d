'use client';

import { BellOff } from 'lucide-react';
import { useNow, useTimeZone } from '#components/ui/values/clock.tsx';
import type { ImageView } from '#lib/api/contract/images/images.ts';
import { snoozeWords } from '#lib/lineage/words/snooze-words.ts';

/** The mark of a snoozed image, beside its status, which it leaves as it is; nothing if it is not snoozed. */
export function SnoozeMark({ image, brief = false }: { image: Pick<ImageView, 'snoozed'>; brief?: boolean }) {
  const now = useNow();
  const zone = useTimeZone();
  const { snoozed } = image;
  if (snoozed === null) return null;
  const words = snoozeWords(snoozed, now, zone);
  return (
    <span
      title={`${words} by ${snoozed.by}: ${snoozed.reason}`}
      className="inline-flex shrink-0 items-center gap-1 text-sm text-muted"
    >
      <BellOff aria-hidden size={13} className="shrink-0" />
      <span className={brief ? 'sr-only' : ''}>{words}</span>
    </span>
  );
}
