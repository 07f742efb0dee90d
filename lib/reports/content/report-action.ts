import type { BaseVerdict } from '#lib/lineage/verdict/lineage.ts';
import { type BadgeFacts, isVerified } from '#lib/lineage/verdict/status.ts';
import type { ChainEnd } from '#lib/lineage/vocabulary/chain-end.ts';
import type { Status } from '#lib/lineage/vocabulary/status.ts';
import type { ReportAction } from './report.ts';

/** The parts of a verdict that determine the action. */
type ActionBase = BadgeFacts & Pick<BaseVerdict, 'digest'>;
interface ActionFacts {
  readonly links: readonly { readonly base: ActionBase | null }[];
  readonly end: ChainEnd;
}

/** The action that an image needs, from its verdict; `lineage` is null before its first scan. */
export function actionFor(status: Status, lineage: ActionFacts | null): ReportAction {
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
      return base === null ? 'annotate' : actionForBroken(base);
    case 'unknown':
      return actionForUnknown(lineage, base);
  }
}

/** A false claim needs a correct annotation; a removed base must be replaced. */
function actionForBroken({ conflict, verification, freshness }: BadgeFacts): ReportAction {
  if (conflict || verification === 'contradicted') return 'annotate';
  return freshness === 'base-digest-gone' ? 'rebuild' : 'choose-base';
}

/** Missing evidence needs an annotation; a failed request needs access. */
function actionForUnknown(lineage: ActionFacts | null, base: ActionBase | null): ReportAction {
  if (lineage === null) return 'wait';
  if (lineage.end === 'cycle') return 'annotate';
  if (base === null) return lineage.end === 'no-evidence' ? 'annotate' : 'give-access';
  return base.freshness !== 'unknown' && base.digest === null ? 'annotate' : 'give-access';
}

/** Each action's heading in a report, and its explanation. */
export const ACTION_WORDS: Readonly<Record<ReportAction, { readonly word: string; readonly means: string }>> =
  {
    rebase: {
      word: 'Rebase',
      means:
        'The base moved, and the layers prove that these images are based on it. Its layers can be replaced without a build.',
    },
    rebuild: {
      word: 'Rebuild',
      means: 'Rebuild on the current base. If a base further down moved, its owner has to rebuild first.',
    },
    'choose-base': {
      word: 'Choose another base',
      means:
        'The base, its tag or one of its platforms was removed. Builds fail until you choose another base.',
    },
    annotate: {
      word: 'Annotate',
      means: 'There is no evidence of the base, or the evidence is wrong. Add or correct the annotations.',
    },
    'give-access': {
      word: 'Give access',
      means:
        'Something could not be checked; each finding names it. Add credentials, or wait if the registry limits requests.',
    },
    'update-pin': {
      word: 'Update the pin',
      means: 'The base is pinned by digest. Its owner decides when to move to a newer one.',
    },
    wait: { word: 'Wait', means: 'These images have not been checked yet.' },
    none: { word: 'Nothing to do', means: 'These images are based on their current bases, or have no base.' },
  };
