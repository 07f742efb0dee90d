/**
 * The tokens of `app/globals.css` as `[light, dark]`, for what stands without the app's stylesheet: documents of
 * their own, and pictures, whose readers know no OKLCH. A test holds the two together.
 */
export const PALETTE = {
  bg: ['#f6f7f8', '#0d0e11'],
  surface: ['#ffffff', '#141619'],
  raised: ['#eff0f2', '#1f2226'],
  line: ['#dadcdf', '#2e3034'],
  'line-strong': ['#868a8e', '#686c72'],
  text: ['#16181d', '#e6e8ea'],
  muted: ['#54585f', '#a1a5ab'],
  focus: ['#16181d', '#f2f2f2'],
  'status-up-to-date': ['#006761', '#58d1c4'],
  'status-stale': ['#884d01', '#f3b94c'],
  'status-stale-by-ancestor': ['#884d01', '#f3b94c'],
  'status-broken': ['#b7191c', '#ff7d78'],
  'status-unknown': ['#54585f', '#a7abb1'],
  'status-pinned': ['#1a57ad', '#84b7f9'],
  'status-root': ['#393d44', '#cbced2'],
  'status-pending': ['#54585f', '#a7abb1'],
} as const satisfies Readonly<Record<string, readonly [light: string, dark: string]>>;

export type Token = keyof typeof PALETTE;

/** The tokens as CSS variables that follow the reader's system. */
export function paletteCss(): string {
  const variables = Object.entries(PALETTE).map(
    ([token, [light, dark]]) => `--${token}:light-dark(${light},${dark})`,
  );
  return `:root{color-scheme:light dark;${variables.join(';')}}`;
}
