import { counted } from '#lib/lineage/words/counts-and-names.ts';
import { PASTE_FORMATS, type PastedImage } from '#lib/paste/paste.ts';

/** What tracking did, by whether each image was new: "Tracking 3 images. 2 were tracked already." */
export function addedSentence(added: readonly boolean[]): string {
  const known = added.filter((isNew) => !isNew).length;
  const count = added.length - known;
  if (count === 0)
    return known === 1 ? 'This image is tracked already.' : 'These images are tracked already.';
  const sentence = `Tracking ${counted(count, 'image')}.`;
  return known === 0
    ? sentence
    : `${sentence} ${known.toLocaleString('en')} ${known === 1 ? 'was' : 'were'} tracked already.`;
}

export function undoneSentence(count: number): string {
  return `${counted(count, 'image')} untracked again.`;
}

/** Where an image of a paste was found: "Kubernetes, line 12: Deployment web, container app. Again on line 20." */
export function placeWords({ format, line, place, repeatedOn }: PastedImage): string {
  const where = `${PASTE_FORMATS[format]}, line ${line.toLocaleString('en')}`;
  const [again] = repeatedOn;
  const repeats =
    again === undefined
      ? ''
      : repeatedOn.length === 1
        ? `, again on line ${again.toLocaleString('en')}`
        : `, again on ${counted(repeatedOn.length, 'other line')}`;
  return `${where}${place === undefined ? '' : `, ${place}`}${repeats}`;
}

/** What a review found, as a sentence: "12 images found, 3 of them tracked already. 2 lines are left out." */
export function foundSentence(images: number, tracked: number, leftOut: number): string {
  const known =
    tracked === 0
      ? ''
      : `, ${tracked === images ? 'all' : `${tracked.toLocaleString('en')} of them`} tracked already`;
  const rest = leftOut === 0 ? '' : ` ${counted(leftOut, 'part')} ${leftOut === 1 ? 'is' : 'are'} left out.`;
  return `${images === 0 ? 'No image' : counted(images, 'image')} found${known}.${rest}`;
}
