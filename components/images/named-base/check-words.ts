import type { BaseCheckView } from '#lib/api/contract/declared-bases.ts';
import { isVerified } from '#lib/lineage/verdict/status.ts';
import { counted, familiarName } from '#lib/lineage/words/counts-and-names.ts';

type PlatformCheck = BaseCheckView['platforms'][number];

/** How many layers agree: "2 of 3 layers agree; layer 3 differs". */
export function agreementWords({ compared, agreeing, baseLayers, imageLayers }: PlatformCheck): string {
  if (compared === null) return 'Nothing to compare with';
  const count = `${agreeing} of ${counted(baseLayers, 'base layer')} ${baseLayers === 1 ? 'agrees' : 'agree'}`;
  if (agreeing === baseLayers) {
    const own = imageLayers - baseLayers;
    return own === 0 ? `${count}; the image adds none` : `${count}; the image adds ${own}`;
  }
  return `${count}; layer ${agreeing + 1} ${agreeing < imageLayers ? 'differs' : 'is not in the image'}`;
}

/** The outcome of a check as a heading, names in backticks. */
export function outcomeSentence({
  reference,
  base,
  verification,
  unread,
  notCompared,
}: BaseCheckView): string {
  const [image, name] = [familiarName(reference), familiarName(base)];
  switch (verification) {
    case 'verified':
    case 'verified-recompressed':
      return `\`${image}\` is based on \`${name}\`: the layers prove it.`;
    case 'contradicted':
      return `\`${image}\` is not based on \`${name}\`: the layers contradict it.`;
    default:
      if (unread !== null || notCompared > 0)
        return `Could not check whether \`${image}\` is based on \`${name}\`.`;
      return `The layers do not prove that \`${image}\` is based on \`${name}\`.`;
  }
}

/** What a person can do where the layers do not prove the base; undefined where they do. */
export function adviceSentence({
  verification,
  base,
  unread,
  notCompared,
}: BaseCheckView): string | undefined {
  if (isVerified(verification)) return undefined;
  if (verification === 'contradicted') return 'Name another base or another digest.';
  if (unread !== null) {
    const digests = `${counted(unread.count, 'earlier digest')} of the tag could not be compared`;
    return `The layers of what the tag has now do not prove it, and ${digests}: ${unread.problem}. Compare again later.`;
  }
  if (notCompared > 0) return 'The image has more platforms than Baseboard compares.';
  return base.includes('@')
    ? 'Save it only if you know from another source that it is right.'
    : 'The tag may have had other layers when the image was built. If you know the digest that it was built on, name it: `name:tag@sha256:…`. Save the tag only if you are sure.';
}
