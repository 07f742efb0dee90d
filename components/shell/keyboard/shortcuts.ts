import { TABLE_SHORTCUTS } from '#components/fleet/table/table-keys.ts';
import { DESTINATIONS } from '../destinations.ts';

/** What a shortcut does. `page` runs the action of the current page with this id, if it has one. */
export type ShortcutAct =
  | { readonly kind: 'palette' | 'find' | 'key-list' | 'add-images' }
  | { readonly kind: 'go'; readonly href: string }
  | { readonly kind: 'page'; readonly id: string };

/** Where a shortcut works, as the list of shortcuts groups them. */
export const SHORTCUT_GROUPS = ['Anywhere', 'Go to', 'Fleet', 'Image', 'Graph'] as const;

/** One line of the list of shortcuts. */
export interface Shortcut {
  readonly group: (typeof SHORTCUT_GROUPS)[number];
  /** The keys as people read them: alternatives, or one after the other if `isSequence`. */
  readonly keys: readonly string[];
  readonly isSequence?: boolean;
  readonly does: string;
  /** Undefined where the part of the page that has the focus handles the key itself. */
  readonly act?: ShortcutAct;
}

/** The first key of each sequence that goes to a page, and the second by page. */
export const GO_PREFIX = 'g';
const GO_KEYS: Readonly<Record<(typeof DESTINATIONS)[number]['href'], string>> = {
  '/': 'f',
  '/graph': 'g',
  '/activity': 'a',
  '/reports': 'r',
  '/settings': 's',
};

/** Every keyboard shortcut: the keyboard and its list are made from this table. */
export const SHORTCUTS: readonly Shortcut[] = [
  {
    group: 'Anywhere',
    keys: ['⌘ K', 'Ctrl K'],
    does: 'Jump to an image, base or action',
    act: { kind: 'palette' },
  },
  {
    group: 'Anywhere',
    keys: ['/'],
    does: 'Focus the page’s filter, or jump to anything',
    act: { kind: 'find' },
  },
  { group: 'Anywhere', keys: ['a'], does: 'Add images', act: { kind: 'add-images' } },
  { group: 'Anywhere', keys: ['?'], does: 'Show this list', act: { kind: 'key-list' } },
  { group: 'Anywhere', keys: ['Esc'], does: 'Close or clear' },
  ...DESTINATIONS.map(
    ({ name, href }): Shortcut => ({
      group: 'Go to',
      keys: [GO_PREFIX, GO_KEYS[href]],
      isSequence: true,
      does: name,
      act: { kind: 'go', href },
    }),
  ),
  ...TABLE_SHORTCUTS.map(([keys, does]): Shortcut => ({ group: 'Fleet', keys, does })),
  { group: 'Image', keys: ['e'], does: 'Show the evidence', act: { kind: 'page', id: 'evidence' } },
  { group: 'Image', keys: ['s'], does: 'Scan this image', act: { kind: 'page', id: 'scan' } },
  { group: 'Image', keys: ['r'], does: 'Plan a rebase', act: { kind: 'page', id: 'rebase' } },
  { group: 'Graph', keys: ['←', '→', '↑', '↓'], does: 'Move to the base, to a dependent, along the column' },
  { group: 'Graph', keys: ['f'], does: 'Focus the graph on the node' },
  { group: 'Graph', keys: ['e'], does: 'Expand or collapse the node' },
  { group: 'Graph', keys: ['+', '−', '0'], does: 'Zoom in, zoom out, fit everything' },
];
