import { perStatus, STATUSES, type Status } from '#lib/lineage/vocabulary/status.ts';
import { hexOf, toHex } from '../colors/stylesheets.ts';
import { type Color, TONES } from '../colors/tokens.ts';

/** The background and text colours of one half of a badge, on a light or a dark page. */
export interface HalfColors {
  readonly ground: string;
  readonly ink: string;
}

/** Light and dark colours of a half; `frame` outlines a half whose background is the page's. */
export interface BadgeLook {
  readonly light: HalfColors;
  readonly dark: HalfColors;
  readonly frame?: 'framed' | 'dashed';
}

/** The half with the label. */
export const LABEL_LOOK: BadgeLook = lookOf(hexOf('label'), hexOf('text'));

/** The half with the message: the pages' colours as sRGB, which every renderer supports. */
export const STATUS_BADGE_LOOK: Readonly<Record<Status, BadgeLook>> = perStatus((status) => {
  const { tone, frame } = STATUSES[status];
  const colors: { readonly ink: Color; readonly fill?: Color; readonly onFill: Color } = TONES[tone];
  if (frame.image === 'filled') return lookOf(toHex(colors.fill ?? colors.ink), toHex(colors.onFill));
  return { ...lookOf(hexOf('surface'), toHex(colors.ink)), frame: frame.image };
});

type Hexes = ReturnType<typeof toHex>;

/** Combines both colours, each `[light, dark]`, into a light and a dark pair. */
function lookOf(ground: Hexes, ink: Hexes): BadgeLook {
  return { light: { ground: ground[0], ink: ink[0] }, dark: { ground: ground[1], ink: ink[1] } };
}
