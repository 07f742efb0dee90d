import type { PastedImage } from '#lib/paste/paste.ts';

/** What decides whether an image of a paste is ticked before the person changes it. */
export interface ReviewContext {
  /** References that are tracked already. */
  readonly tracked: ReadonlySet<string>;
  /** References that this browser's user left out before. */
  readonly leftOutBefore: ReadonlySet<string>;
}

/** Why an image is not ticked at first: `tracked` cannot be changed, the others can. */
export type UntickedBecause = 'tracked' | 'left-out-before' | 'in-doubt';

/** Why an image starts unticked; undefined if it starts ticked. */
export function untickedBecause(
  { reference, doubt }: PastedImage,
  { tracked, leftOutBefore }: ReviewContext,
): UntickedBecause | undefined {
  if (tracked.has(reference)) return 'tracked';
  if (leftOutBefore.has(reference)) return 'left-out-before';
  return doubt === undefined ? undefined : 'in-doubt';
}

/** The images that are ticked: those that start so, unless the person changed them. */
export function chosenImages(
  images: readonly PastedImage[],
  context: ReviewContext,
  changed: ReadonlyMap<string, boolean>,
): readonly string[] {
  return images
    .filter((image) => {
      const because = untickedBecause(image, context);
      if (because === 'tracked') return false;
      return changed.get(image.reference) ?? because === undefined;
    })
    .map(({ reference }) => reference);
}

/** The most references that a browser remembers as left out; the oldest are forgotten. */
const MOST_REMEMBERED = 500;

/**
 * What to remember after a review: images that were offered and are not tracked, without those that were chosen this
 * time. Oldest first.
 */
export function rememberedAfter(
  before: readonly string[],
  offered: readonly string[],
  chosen: readonly string[],
): readonly string[] {
  const tracked = new Set(chosen);
  const leftOut = offered.filter((reference) => !tracked.has(reference));
  const isNew = new Set(leftOut);
  const old = before.filter((reference) => !tracked.has(reference) && !isNew.has(reference));
  return [...old, ...leftOut].slice(-MOST_REMEMBERED);
}

/** Reads what a browser remembers; anything else than a list of texts is nothing. */
export function parseRemembered(text: string | null): readonly string[] {
  if (text === null) return [];
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string') : [];
  } catch {
    return [];
  }
}
