import { answerInput, parseLayersInput } from '#lib/judging/facts/layers-input.ts';
import type { ObservedStack } from '#lib/judging/facts/observed-layers.ts';
import type { LayersQuestion } from '#lib/judging/facts/stored-facts.ts';
import type { JudgeSources } from '#lib/judging/sources/sources.ts';
import { parseReference } from '#lib/oci/reference.ts';
import { findImageIds, type ScanSubject } from '#lib/store/images/tracked-images.ts';
import { findImagesAwaiting, readStacksOf, writeLayerStacks } from '#lib/store/registries/layer-stacks.ts';
import type { WithDatabase, WithTrustedBases } from '../capabilities.ts';

/** A tracked image that has to be judged again. */
export interface Affected {
  readonly id: string;
  readonly registry: string;
}

/**
 * Stores the layers of tracked images and of the bases in their chains. Returns the images whose verdicts may change:
 * they were looking for a base, and a new stack matches. `newNames` are names that are tracked from now on: what was
 * seen of them before becomes evidence too.
 */
export async function keepLayerEvidence(
  context: WithDatabase & WithTrustedBases,
  stacks: readonly ObservedStack[],
  newNames: readonly string[] = [],
): Promise<Affected[]> {
  const { db, trustsBase } = context;
  const written = await writeLayerStacks(
    db,
    stacks.map(({ of, since, ...stack }) => ({
      ...stack,
      origin: of === 'image' ? 'tracked' : 'base',
      firstSeen: new Date(since),
    })),
  );
  const names = [...new Set(written.map(({ reference }) => reference))];
  const tracked = new Set((await findImageIds(db, names)).map(({ reference }) => reference));
  const news = written.filter(
    ({ reference }) => tracked.has(reference) || trustsBase(parseReference(reference)),
  );
  const known = await readStacksOf(db, newNames);
  return findImagesAwaiting(db, [...new Set([...news, ...known].map(({ chainId }) => chainId))]);
}

/** The images whose verdicts may change because names are now tracked, or no longer are. */
export async function askersOf({ db }: WithDatabase, names: readonly string[]): Promise<Affected[]> {
  const stacks = await readStacksOf(db, names);
  return findImagesAwaiting(
    db,
    stacks.map(({ chainId }) => chainId),
  );
}

/** True if a question about known images has a different answer now. */
export async function isAnsweredAnew(
  { knownImages }: Pick<JudgeSources, 'knownImages'>,
  questions: readonly LayersQuestion[],
): Promise<boolean> {
  const answers = await Promise.all(
    questions.map(
      async ({ diffIds, answer }) => answerInput(await knownImages.possibleBases(diffIds)) !== answer,
    ),
  );
  return answers.includes(true);
}

/** The questions about known images that a stored verdict depends on; null if it depends on something unknown. */
export function questionsOf({ inputs }: ScanSubject): LayersQuestion[] | null {
  if (inputs === null) return null;
  return Object.entries(inputs).flatMap(([input, answer]) => {
    const diffIds = parseLayersInput(input);
    return diffIds === undefined ? [] : [{ diffIds, answer }];
  });
}
