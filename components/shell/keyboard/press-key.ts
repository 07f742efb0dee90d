import { GO_PREFIX, SHORTCUTS, type Shortcut, type ShortcutAct } from './shortcuts.ts';

/** A key that was pressed, and where. */
export interface KeyPress {
  readonly key: string;
  readonly metaKey: boolean;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  /** True while the focus is in a field, where a character is text. */
  readonly isTyping: boolean;
  /** True while a dialog or menu is open: shortcuts of the page behind it are off. */
  readonly isCovered: boolean;
  /** Milliseconds. */
  readonly at: number;
}

/** The first key of a sequence, and when it was pressed; undefined if none was. */
export type Prefix = { readonly key: string; readonly at: number } | undefined;

/** A sequence is given up after this. */
const SEQUENCE_MS = 1500;

/**
 * What a key does, and the prefix that the next key follows. `singleKeys`: whether keys without a modifier are on; the
 * palette's chord always is.
 */
export function pressKey(
  prefix: Prefix,
  press: KeyPress,
  singleKeys: boolean,
): { readonly act: ShortcutAct | undefined; readonly prefix: Prefix } {
  const { key, metaKey, ctrlKey, altKey, isTyping, isCovered, at } = press;
  const none = { act: undefined, prefix: undefined };
  if (key.toLowerCase() === 'k' && (metaKey || ctrlKey) && !altKey) {
    return { act: { kind: 'palette' }, prefix: undefined };
  }
  // A modifier alone belongs to the next key: Shift is pressed before "?".
  if (/^(?:Shift|Control|Alt|Meta|AltGraph|CapsLock)$/.test(key)) return { act: undefined, prefix };
  if (metaKey || ctrlKey || altKey || isTyping || isCovered || !singleKeys) return none;
  if (prefix !== undefined && at - prefix.at <= SEQUENCE_MS) {
    const act = actOf(
      ({ isSequence, keys }) => isSequence === true && keys[0] === prefix.key && keys[1] === key,
    );
    return { act, prefix: undefined };
  }
  if (key === GO_PREFIX) return { act: undefined, prefix: { key, at } };
  return {
    act: actOf(({ isSequence, keys }) => isSequence !== true && keys.includes(key)),
    prefix: undefined,
  };
}

function actOf(matches: (shortcut: Shortcut) => boolean): ShortcutAct | undefined {
  return SHORTCUTS.find((shortcut) => shortcut.act !== undefined && matches(shortcut))?.act;
}
