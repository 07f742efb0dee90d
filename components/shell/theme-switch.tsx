'use client';

import { Monitor, Moon, Sun } from 'lucide-react';
import { useState } from 'react';
import { Button } from '#components/ui/controls/button.tsx';
import { Tooltip } from '#components/ui/controls/tooltip.tsx';
import { THEME_COOKIE, type Theme, themeAfter } from './theme.ts';

const ICONS = { system: Monitor, light: Sun, dark: Moon } as const;
const NAMES = { system: 'system', light: 'light', dark: 'dark' } as const;
const YEAR_SECONDS = 31_536_000;

/** Switches between system, light and dark. */
export function ThemeSwitch({ chosen }: { chosen: Theme }) {
  const [theme, setTheme] = useState(chosen);
  const next = themeAfter(theme);
  const Icon = ICONS[theme];
  return (
    <Tooltip text={`Theme: ${NAMES[theme]}. Click for ${NAMES[next]}.`} side="bottom">
      <Button
        variant="quiet"
        size="icon"
        aria-label={`Theme: ${NAMES[theme]}. Switch to ${NAMES[next]}.`}
        onClick={() => {
          applyTheme(next);
          setTheme(next);
        }}
      >
        <Icon aria-hidden size={16} />
      </Button>
    </Tooltip>
  );
}

/** Applies a theme at once, and stores it in a cookie for the next page the server renders. */
export function applyTheme(theme: Theme) {
  const { dataset } = document.documentElement;
  if (theme === 'system') delete dataset.theme;
  else dataset.theme = theme;
  const age = theme === 'system' ? 0 : YEAR_SECONDS;
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is there on https alone.
  document.cookie = `${THEME_COOKIE}=${theme}; path=/; max-age=${age}; samesite=lax`;
}
