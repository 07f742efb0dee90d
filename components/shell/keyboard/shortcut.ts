/** What a key on the page does. */
export type Shortcut = 'toggle-palette' | 'find' | 'show-keys';

interface Key {
  readonly key: string;
  readonly metaKey: boolean;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
}

/** The shortcut of a key; undefined if it has none, or if the person is typing and the key is a character. */
export function shortcutOf({ key, metaKey, ctrlKey, altKey }: Key, isTyping: boolean): Shortcut | undefined {
  if (key.toLowerCase() === 'k' && (metaKey || ctrlKey)) return 'toggle-palette';
  if (metaKey || ctrlKey || altKey || isTyping) return undefined;
  if (key === '/') return 'find';
  return key === '?' ? 'show-keys' : undefined;
}
