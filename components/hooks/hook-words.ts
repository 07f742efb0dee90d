import type { HookDeliveryView } from '#lib/api/contract/hooks.ts';
import { counted } from '#lib/lineage/words/counts-and-names.ts';

/** What became of a call, in a few words. */
export function outcomeWords({ outcome, accepted, hinted }: HookDeliveryView): string {
  switch (outcome) {
    case 'accepted':
      return accepted === hinted ? 'Accepted' : `Accepted ${accepted} of ${hinted}`;
    case 'not-tracked':
      return 'Not tracked';
    case 'not-a-push':
      return 'Not a push';
    case 'ping':
      return 'Ping';
    case 'unreadable':
      return 'Unreadable';
    case 'forged':
      return 'Wrong secret';
    case 'unverifiable':
      return 'Not verified';
  }
}

/** What an outcome means, and what to do where that is not clear. */
export const OUTCOME_MEANING: Readonly<Record<HookDeliveryView['outcome'], string | null>> = {
  accepted: null,
  'not-tracked': 'No tracked image has this tag or is based on it. A hook tracks nothing by itself.',
  'not-a-push': 'It reports no pushed tag: a pull, a deletion, or a push by digest.',
  ping: 'The registry checked that somebody answers.',
  unreadable: 'The body is not in the form of this kind of hook. Compare the settings with the recipe.',
  forged: 'The secret or the signature is missing, wrong or too old. It was answered with 401.',
  unverifiable:
    'The secret cannot be opened with the configured key, or Google’s keys could not be fetched. It was answered with 503.',
};

type Effect = NonNullable<HookDeliveryView['hints'][number]['effect']>;

/** What followed for a tag. */
export const EFFECT_WORDS: Readonly<Record<Effect, string>> = {
  moved: 'Read again: it has moved',
  unchanged: 'Read again: unchanged',
  known: 'Its digest was known already',
  waiting: 'Not read yet',
};

/** How many more hints a call had than its log shows. */
export function moreHints({ hinted, hints }: HookDeliveryView): string | null {
  const more = hinted - hints.length;
  return more > 0 ? `and ${counted(more, 'more tag')}` : null;
}
