import { formatReference, parseReference, watchedTag } from '#lib/oci/reference.ts';
import { type Observation, readTagHistory } from '#lib/store/registries/tag-observations.ts';
import { readVerdicts, type StoredVerdict } from '#lib/store/scans/verdicts.ts';
import type { WithClock, WithDatabase } from '../capabilities.ts';
import { getImage } from '../images/list-images.ts';

/** The most verdicts that a history shows. */
const MAX_VERDICTS = 500;

/**
 * Every digest an image's tag had and every verdict on it, newest first, those after `at` too: that finds one that was
 * tracked then. Throws `NotFoundError` and `TimeRequestError`.
 */
export async function imageHistory(
  context: WithDatabase & WithClock,
  id: string,
  at?: Date,
): Promise<{ observations: Observation[]; verdicts: StoredVerdict[] }> {
  const image = await getImage(context, id, at);
  const tag = watchedTag(parseReference(image.reference));
  const [observations, verdicts] = await Promise.all([
    tag === undefined ? [] : readTagHistory(context.db, formatReference(tag)),
    readVerdicts(context.db, id, MAX_VERDICTS),
  ]);
  return { observations: observations.toReversed(), verdicts };
}
