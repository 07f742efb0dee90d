import { troubleOf } from '#lib/judging/check-failure.ts';
import type { Judgement } from '#lib/judging/judge-image.ts';
import { retainKnown } from '#lib/lineage/chain/keep-last-known.ts';
import { fingerprintOf, fingerprintWithoutReasons } from '#lib/lineage/verdict/fingerprint.ts';
import type { Database } from '#lib/store/database/database.ts';
import { keysOfPrefixes } from '#lib/store/registries/layer-stacks.ts';
import { type JudgedImage, readCurrentVerdicts } from '#lib/store/scans/verdicts.ts';
import { columnsOf } from './verdict-columns.ts';

/** A judgement of a tracked image, to be stored. */
export interface FreshJudgement {
  readonly id: string;
  readonly judgement: Judgement;
  /** The number of its oldest check. */
  readonly look: number;
  /** When its own tag was requested, if that was not for this; `undefined` for now. */
  readonly checkedAt?: Date | undefined;
}

/** Judgements as they are stored: what could not be read keeps its last known state. `at` is now. */
export async function toStored(
  db: Database,
  judged: readonly FreshJudgement[],
  at: Date,
): Promise<JudgedImage[]> {
  const troubled = judged.filter(({ judgement }) => troubleOf(judgement) !== undefined);
  const before = await readCurrentVerdicts(
    db,
    troubled.map(({ id }) => id),
  );
  return judged.map(({ id, judgement, look, checkedAt }) => {
    const lineage = retainKnown(judgement.lineage, troubleOf(judgement), before.get(id));
    return { ...storedAs(id, { ...judgement, lineage }, checkedAt ?? at, look), at };
  });
}

/** A judgement as it is stored, with the number of its oldest check. */
export function storedAs(
  imageId: string,
  { lineage, inputs, questions }: Pick<Judgement, 'lineage' | 'inputs' | 'questions'>,
  checkedAt: Date,
  look: number,
): JudgedImage {
  const askedStacks = [...new Set(questions.flatMap(({ diffIds }) => keysOfPrefixes(diffIds)))];
  return {
    ...{ imageId, lineage, checkedAt, look, inputs, askedStacks },
    fingerprint: fingerprintOf(lineage),
    fingerprintWithoutReasons: fingerprintWithoutReasons(lineage),
    ...columnsOf(lineage),
  };
}
