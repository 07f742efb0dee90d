/**
 * Advance widths of Helvetica in thousandths of the font's size, from Adobe's font metrics (AFM). Arial, Liberation
 * Sans and Arimo were drawn to the same widths, so one table holds on every system.
 */
const ASCII = [
  278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556,
  556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278,
  500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469,
  556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500,
  278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];
/** U+00A0 to U+00FF. */
const LATIN_1 = [
  278, 333, 556, 556, 556, 556, 260, 556, 333, 737, 370, 556, 584, 333, 737, 552, 400, 549, 333, 333, 333,
  576, 537, 278, 333, 333, 365, 556, 834, 834, 834, 611, 667, 667, 667, 667, 667, 667, 1000, 722, 667, 667,
  667, 667, 278, 278, 278, 278, 722, 722, 778, 778, 778, 778, 778, 584, 778, 722, 722, 722, 722, 667, 667,
  611, 556, 556, 556, 556, 556, 556, 889, 500, 556, 556, 556, 556, 278, 278, 278, 278, 556, 556, 556, 556,
  556, 556, 556, 549, 611, 556, 556, 556, 556, 500, 556, 500,
];
/** An ellipsis, an ideograph or an emoji is as wide as it is high; other scripts come close to it or stay below. */
const OTHERS = 1000;

/** The fonts of these widths, for CSS. */
export const HELVETICA_FAMILY = "Helvetica, Arial, 'Liberation Sans', Arimo, sans-serif";

/** How wide a line of text is at a size, both in pixels; an upper bound for scripts that Helvetica does not have. */
export function helveticaWidth(text: string, size: number): number {
  let thousandths = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    thousandths += (code < 0xa0 ? ASCII[code - 0x20] : LATIN_1[code - 0xa0]) ?? OTHERS;
  }
  return (thousandths * size) / 1000;
}
