import type { ImageView } from '#lib/api/contract/images/images.ts';
import { familiarName } from '#lib/lineage/words/counts-and-names.ts';
import { parseReference, watchedTag } from '#lib/oci/reference.ts';
import type { SnoozeScope } from './snooze-dialog.tsx';

/** What can be snoozed at an image: itself, and everything based on its base. */
export function imageScopes({
  reference,
  baseName,
}: Pick<ImageView, 'reference' | 'baseName'>): SnoozeScope[] {
  const itself: SnoozeScope = {
    words: 'This image',
    make: (terms) => ({ kind: 'hold', request: { reference, ...terms } }),
  };
  if (baseName === null || watchedTag(parseReference(baseName)) === undefined) return [itself];
  return [
    itself,
    {
      words: `Every image based on ${familiarName(baseName)}, directly or through others`,
      make: (terms) => ({ kind: 'hold', request: { base: baseName, ...terms } }),
    },
  ];
}
