/** The chosen theme; `system` is the absence of a choice. */
export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

/** The cookie that holds the choice, so that the server writes the right theme into the first byte of HTML. */
export const THEME_COOKIE = 'theme';

/** Reads the cookie's value; anything that is not a choice is `system`. */
export function parseTheme(value: string | undefined): Theme {
  return value === 'light' || value === 'dark' ? value : 'system';
}
