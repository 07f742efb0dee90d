import { parseRemembered, rememberedAfter } from './review-choices.ts';

const KEY = 'baseboard.left-out';

/** The references that this browser's user left out of earlier reviews; none if the browser keeps nothing. */
export function rememberedLeftOut(): readonly string[] {
  try {
    return parseRemembered(window.localStorage.getItem(KEY));
  } catch {
    return [];
  }
}

/** Remembers the outcome of a review. A browser that keeps nothing asks again next time. */
export function rememberReview(offered: readonly string[], chosen: readonly string[]): void {
  try {
    const next = rememberedAfter(rememberedLeftOut(), offered, chosen);
    window.localStorage.setItem(KEY, JSON.stringify(next));
  } catch {
    // Storage is full or forbidden.
  }
}
