import {
  type FocusEvent,
  type KeyboardEvent,
  type RefObject,
  useEffect,
  useEffectEvent,
  useState,
} from 'react';
import { singleKeysOn } from '#components/commands/single-keys.ts';
import { entersTable, isSingleKey, rowAfterKey, selectsRow } from './table-keys.ts';
import type { TableSelection } from './use-selection.ts';

/**
 * The keys of the table. The Tab key stops at one row, the active one, and keys move to the others; `j` and `k` enter
 * the table from the page as well. Without `selection`, nothing can be selected.
 */
export function useTableKeys({
  body,
  ids,
  rowHeight,
  scrollTo,
  selection,
}: {
  body: RefObject<HTMLElement | null>;
  /** Of the loaded images, in order. */
  ids: readonly string[];
  /** CSS pixels. */
  rowHeight: number;
  scrollTo: (index: number) => void;
  selection: TableSelection | undefined;
}) {
  const [chosen, setActive] = useState(0);
  const active = Math.min(chosen, Math.max(ids.length - 1, 0));
  const focusRow = (to: number) => {
    setActive(to);
    scrollTo(to);
    // At once if the row is rendered, so that the next key finds the focus where it belongs.
    const linkOf = () => body.current?.querySelector<HTMLElement>(`[data-index="${to}"] [data-row-link]`);
    const link = linkOf();
    if (link) link.focus({ preventScroll: true });
    else requestAnimationFrame(() => linkOf()?.focus());
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const { key, target } = event;
    const index = rowIndexOf(target);
    if (index === undefined || event.metaKey || event.ctrlKey || event.altKey) return;
    if (isSingleKey(key) && !singleKeysOn()) return;
    if (key === 'Escape' && selection !== undefined && selection.count > 0) {
      event.preventDefault();
      return selection.clear();
    }
    if (!(target instanceof HTMLElement) || target.dataset.rowLink === undefined) return;
    const to = rowAfterKey(key, index, ids.length, Math.floor(window.innerHeight / rowHeight / 2));
    const id = ids[index];
    if (to === undefined && !selectsRow(key)) return;
    event.preventDefault();
    if (to !== undefined) focusRow(to);
    else if (id !== undefined) selection?.toggle(id, event.shiftKey);
  };
  const onFocus = ({ target }: FocusEvent) => {
    const index = rowIndexOf(target);
    if (index !== undefined) setActive(index);
  };
  const onPageKey = useEffectEvent((event: globalThis.KeyboardEvent) => {
    const isPlain =
      singleKeysOn() && !(event.metaKey || event.ctrlKey || event.altKey || event.defaultPrevented);
    if (!isPlain || !isFree(event.target) || !entersTable(event.key)) return;
    event.preventDefault();
    focusRow(active);
  });
  useEffect(() => {
    const listener = (event: globalThis.KeyboardEvent) => onPageKey(event);
    document.addEventListener('keydown', listener);
    return () => document.removeEventListener('keydown', listener);
  }, []);
  return { active, onKeyDown, onFocus };
}

/** Whether a character means nothing where the focus is: outside of fields, menus and dialogs. */
function isFree(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest(TAKES_CHARACTERS) === null;
}

const TAKES_CHARACTERS =
  'input, textarea, select, [contenteditable], [role=dialog], [role=menu], [role=listbox], [data-index]';

/** The index of the row that an element belongs to. */
function rowIndexOf(target: EventTarget): number | undefined {
  const row = target instanceof HTMLElement ? target.closest('[data-index]') : null;
  return row === null ? undefined : Number(row.getAttribute('data-index'));
}
