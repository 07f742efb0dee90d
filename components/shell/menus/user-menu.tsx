'use client';

import { CircleUser, LogOut, Monitor, Moon, Sun } from 'lucide-react';
import { useState } from 'react';
import { useMe } from '#components/access/current-user.tsx';
import { useLogOut } from '#components/settings/use-log-out.ts';
import { Button } from '#components/ui/controls/button.tsx';
import {
  Menu,
  MenuChoice,
  MenuChoices,
  MenuDivider,
  MenuItem,
  MenuLabel,
} from '#components/ui/controls/menu.tsx';
import type { MeView } from '#lib/api/contract/access.ts';
import { applyTheme } from '../apply-theme.ts';
import { parseTheme, THEMES } from '../theme.ts';

/** How the current user was identified. */
const VIA_WORDS: Readonly<Record<MeView['via'], string>> = {
  local: 'no login is configured',
  token: 'by the server’s token',
  session: 'logged in',
  'api-token': 'by an API token',
};

const LOOKS = {
  system: { name: 'System theme', icon: Monitor },
  light: { name: 'Light theme', icon: Sun },
  dark: { name: 'Dark theme', icon: Moon },
} as const;

/** Who uses the page, how it looks, and the way out. */
export function UserMenu() {
  const me = useMe();
  const end = useLogOut();
  return (
    <Menu
      trigger={
        <Button variant="quiet" size="icon" aria-label="Account and theme">
          <CircleUser aria-hidden size={16} />
        </Button>
      }
    >
      {me === undefined ? null : (
        <MenuLabel>
          <span className="block font-medium break-words text-text">{me.name}</span>
          {me.role}, {VIA_WORDS[me.via]}
        </MenuLabel>
      )}
      <MenuDivider />
      <Themes />
      {me === undefined || me.via === 'local' ? null : (
        <>
          <MenuDivider />
          <MenuItem disabled={end.isPending} onSelect={() => end.mutate()}>
            <LogOut aria-hidden size={14} />
            Log out
          </MenuItem>
        </>
      )}
    </Menu>
  );
}

/** In the page only while the menu is open, so it starts with the theme that the page has then. */
function Themes() {
  const [theme, setTheme] = useState(() => parseTheme(document.documentElement.dataset.theme));
  return (
    <MenuChoices
      value={theme}
      onChange={(value) => {
        const chosen = parseTheme(value);
        applyTheme(chosen);
        setTheme(chosen);
      }}
    >
      {THEMES.map((each) => {
        const { name, icon: Icon } = LOOKS[each];
        return (
          <MenuChoice key={each} value={each}>
            <Icon aria-hidden size={14} />
            {name}
          </MenuChoice>
        );
      })}
    </MenuChoices>
  );
}
