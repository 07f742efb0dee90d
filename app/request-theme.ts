import { cookies } from 'next/headers';
import { parseTheme, THEME_COOKIE, type Theme } from '#components/shell/theme.ts';

/** The theme that the request's cookie chooses. */
export async function requestTheme(): Promise<Theme> {
  return parseTheme((await cookies()).get(THEME_COOKIE)?.value);
}
