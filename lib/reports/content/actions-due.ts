import { counted, familiarName, listed } from '#lib/lineage/words/counts-and-names.ts';
import { groupImages, type ReportGroup } from './group-images.ts';
import type { ReportAction, ReportContent } from './report.ts';
import { ACTION_WORDS } from './report-action.ts';

/** One thing to do, for people: "Rebase 12 images", and the bases that most of them are on. */
export interface DueAction {
  readonly action: ReportAction;
  readonly words: string;
  /** "9 on debian:12-slim, 3 on busybox:1"; null if no base is known. */
  readonly bases: string | null;
}

/** The most bases that one line names. */
const MOST_BASES = 3;

/** What a report's images need, in the report's order; empty if there is nothing to do. */
export function actionsDue(content: Pick<ReportContent, 'images'>): DueAction[] {
  return groupImages(content)
    .filter(({ action }) => action !== 'none')
    .map((group) => ({
      action: group.action,
      words: `${ACTION_WORDS[group.action].word}: ${counted(group.images.length, 'image')}`,
      bases: basesOf(group),
    }));
}

function basesOf({ images }: ReportGroup): string | null {
  const onBases = images.filter(({ baseName }) => baseName !== null);
  if (onBases.length === 0) return null;
  const largestFirst = [...Map.groupBy(onBases, ({ baseName }) => baseName ?? '')].sort(
    ([, a], [, b]) => b.length - a.length,
  );
  const named = largestFirst
    .slice(0, MOST_BASES)
    .map(([name, on]) => `${on.length.toLocaleString('en')} on ${shortName(name)}`);
  const more = largestFirst.length - named.length;
  return listed(more === 0 ? named : [...named, `others on ${counted(more, 'more base')}`]);
}

/** A base's name in its short form; of a digest the first twelve digits. */
function shortName(name: string): string {
  return familiarName(name).replace(/(@[a-z0-9]+:[0-9a-f]{12})[0-9a-f]+$/, '$1');
}
