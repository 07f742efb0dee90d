import { type KeyboardEvent, useRef, useState } from 'react';
import type { GraphActions } from '../graph-actions.tsx';
import { runKeyAction } from '../key-actions.ts';
import { type TreeRow, treeKeyAction } from './tree-rows.ts';

/** Letters that are further apart than this begin a new search. */
const TYPING_MS = 700;

/** The list's keyboard. The active row is the one that keys apply to, and the only one that Tab reaches. */
export function useTreeKeys({
  rows,
  selected,
  actions,
  onMove,
}: {
  rows: readonly TreeRow[];
  selected: string;
  actions: GraphActions;
  /** Brings the row into view and gives it the focus. */
  onMove: (id: string) => void;
}) {
  const [moved, setMoved] = useState<string | undefined>(undefined);
  const typing = useRef({ text: '', until: 0 });
  const has = (id: string | undefined) => rows.some((row) => row.id === id);
  const active = [moved, selected].find(has) ?? rows[0]?.id;
  const activate = (id: string) => {
    setMoved(id);
    onMove(id);
  };
  const typed = ({ key, timeStamp }: KeyboardEvent) => {
    const { text, until } = typing.current;
    const next = timeStamp < until ? text + key : key;
    typing.current = { text: next, until: timeStamp + TYPING_MS };
    return next;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.metaKey || event.ctrlKey || event.altKey) return;
    const isLetter = /^[\p{L}\p{N}._:-]$/u.test(event.key);
    const action = treeKeyAction(event.key, rows, active, isLetter ? typed(event) : '');
    if (action === undefined || (event.key.length === 1 && !isLetter && !'* '.includes(event.key))) return;
    event.preventDefault();
    runKeyAction(action, { actions, selected, moveTo: activate });
  };
  return { active, activate, onKeyDown };
}
