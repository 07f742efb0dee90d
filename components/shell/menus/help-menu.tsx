'use client';

import { useQuery } from '@tanstack/react-query';
import { BookOpen, Braces, CircleHelp, Keyboard } from 'lucide-react';
import { Button } from '#components/ui/controls/button.tsx';
import { Menu, MenuDivider, MenuItem, MenuLabel, MenuLink } from '#components/ui/controls/menu.tsx';
import { settingsQuery } from '#lib/api/client/settings.ts';
import { showKeyList } from '../keyboard/key-list.ts';

/** The help: documents, keyboard shortcuts, the API, and which version this is. */
export function HelpMenu() {
  return (
    <Menu
      trigger={
        <Button variant="quiet" size="icon" aria-label="Help">
          <CircleHelp aria-hidden size={16} />
        </Button>
      }
    >
      <MenuLink href="/help">
        <BookOpen aria-hidden size={14} />
        Docs
      </MenuLink>
      <MenuItem onSelect={showKeyList}>
        <Keyboard aria-hidden size={14} />
        Keyboard shortcuts
      </MenuItem>
      <MenuLink href="/api/v1/openapi.json" isFile>
        <Braces aria-hidden size={14} />
        API reference (OpenAPI)
      </MenuLink>
      <MenuDivider />
      <Version />
    </Menu>
  );
}

/** Requested when the menu is first open. */
function Version() {
  const { data } = useQuery(settingsQuery());
  return <MenuLabel>{data === undefined ? 'Baseboard' : `Baseboard ${data.version}`}</MenuLabel>;
}
