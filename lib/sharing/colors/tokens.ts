import { STATUS, STATUSES, type Status, type Tone } from '#lib/lineage/vocabulary/status.ts';

/** A colour for the light and the dark theme, each as the three numbers of CSS `oklch()`. */
export type Color = readonly [light: string, dark: string];

/** The colours of one tone. */
interface ToneColors {
  /** Icons, words and lines. */
  readonly ink: Color;
  /** The background of a filled badge; by default the ink's colour. */
  readonly fill?: Color;
  /** The text on a filled badge. */
  readonly onFill: Color;
}

const WHITE = '1 0 0';

/**
 * The colours of statuses. The pages' CSS, badges, reports and pictures all use this table. After a change, run
 * `vitest -u lib/sharing/colors` to update `app/tokens.css`.
 */
export const TONES = {
  'up-to-date': { ink: ['0.46 0.085 188', '0.79 0.11 185'], onFill: [WHITE, '0.226 0.032 190'] },
  stale: {
    ink: ['0.48 0.11 62', '0.82 0.14 80'],
    fill: ['0.86 0.135 84', '0.8 0.145 80'],
    onFill: ['0.27 0.06 65', '0.2 0.04 65'],
  },
  broken: { ink: ['0.5 0.19 27', '0.74 0.16 24'], onFill: [WHITE, '0.187 0.064 23'] },
  unknown: { ink: ['0.46 0.012 260', '0.74 0.01 260'], onFill: [WHITE, '0.2 0.006 260'] },
  pinned: { ink: ['0.47 0.15 258', '0.77 0.11 255'], onFill: [WHITE, '0.206 0.053 253'] },
  root: { ink: ['0.36 0.012 260', '0.85 0.006 260'], onFill: [WHITE, '0.2 0.006 260'] },
} as const satisfies Readonly<Record<Tone, ToneColors>>;

/** The greys, for everything that is not a status. */
const GREYS = {
  bg: ['0.975 0.002 250', '0.165 0.005 260'],
  surface: [WHITE, '0.2 0.006 260'],
  raised: ['0.955 0.003 250', '0.25 0.008 260'],
  line: ['0.895 0.004 250', '0.31 0.008 260'],
  /** Borders of controls: 3:1 against the surface (WCAG 1.4.11). */
  'line-strong': ['0.63 0.008 250', '0.53 0.01 260'],
  text: ['0.21 0.01 260', '0.93 0.004 260'],
  muted: ['0.46 0.012 260', '0.72 0.01 260'],
  accent: ['0.27 0.012 260', '0.92 0.004 260'],
  'on-accent': ['0.985 0 0', '0.18 0.006 260'],
  focus: ['0.21 0.01 260', '0.96 0 0'],
  /** The background of a badge's label. */
  label: ['0.918 0.006 261', '0.336 0.011 252'],
} as const satisfies Readonly<Record<string, Color>>;

/** The name of a colour: its CSS variable without `--`. */
export type Token = keyof typeof GREYS | `status-${Status}` | 'status-stale-fill' | 'on-status-stale';

/** Every colour of pages, reports and pictures, by name. */
export const TOKENS: Readonly<Record<Token, Color>> = {
  ...GREYS,
  ...statusTokens(),
  'status-stale-fill': TONES.stale.fill,
  'on-status-stale': TONES.stale.onFill,
};

function statusTokens(): Record<`status-${Status}`, Color> {
  const tokens = STATUS.map((status) => [`status-${status}`, TONES[STATUSES[status].tone].ink] as const);
  return Object.fromEntries(tokens) as Record<`status-${Status}`, Color>;
}
