import type { BaseVerdict, Lineage } from '#lib/lineage/verdict/lineage.ts';
import { isVerified } from '#lib/lineage/verdict/status.ts';
import type { Status } from '#lib/lineage/vocabulary/status.ts';
import type { ReportAction } from './report.ts';

/** What is to be done about an image, from its verdict; `lineage` is null before its first scan. */
export function actionFor(status: Status, lineage: Lineage | null): ReportAction {
  const base = lineage?.links[0]?.base ?? null;
  switch (status) {
    case 'pending':
      return 'wait';
    case 'up-to-date':
    case 'root':
      return 'none';
    case 'pinned':
      return 'update-pin';
    case 'stale':
      return base !== null && isVerified(base.verification) ? 'rebase' : 'rebuild';
    case 'stale-by-ancestor':
      return 'rebuild';
    case 'broken':
      return base === null ? 'annotate' : mend(base);
    case 'unknown':
      return clarify(lineage, base);
  }
}

/** A false claim is corrected where it was made; a base that is gone has no other cure than another base. */
function mend({ conflict, verification, freshness }: BaseVerdict): ReportAction {
  if (conflict || verification === 'contradicted') return 'annotate';
  return freshness === 'base-digest-gone' ? 'rebuild' : 'choose-base';
}

/** What nobody said has to be written; what could not be seen has to be shown. */
function clarify(lineage: Lineage | null, base: BaseVerdict | null): ReportAction {
  if (lineage === null) return 'wait';
  if (lineage.end === 'cycle') return 'annotate';
  if (base === null) return lineage.end === 'no-evidence' ? 'annotate' : 'give-access';
  return base.freshness !== 'unknown' && base.digest === null ? 'annotate' : 'give-access';
}

/** Each action as a report's heading, and what it means. */
export const ACTION_WORDS: Readonly<Record<ReportAction, { readonly word: string; readonly means: string }>> =
  {
    rebase: {
      word: 'Rebase',
      means:
        'The base moved, and the layers prove what stands on it: its layers can be swapped without a build.',
    },
    rebuild: {
      word: 'Rebuild',
      means:
        'A build on what the base is now is the way; where a base further down moved, its owner builds first.',
    },
    'choose-base': {
      word: 'Choose another base',
      means:
        'The base, its tag or one of its platforms is gone: the next build fails until another is named.',
    },
    annotate: {
      word: 'Annotate',
      means:
        'Nothing says what it stands on, or what is said does not hold: write or correct the annotations.',
    },
    'give-access': {
      word: 'Give access',
      means:
        'Something could not be looked at; the sentence says what. Give credentials, or wait where the registry asks to.',
    },
    'update-pin': {
      word: 'Update the pin',
      means: 'The base is named by digest alone: nobody but its owner can say whether a newer one is wanted.',
    },
    wait: { word: 'Wait', means: 'No scan has looked at these images yet.' },
    none: { word: 'Nothing to do', means: 'These stand on what their bases are now, or on nothing.' },
  };
