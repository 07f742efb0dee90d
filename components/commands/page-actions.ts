import { useEffect, useRef } from 'react';
import { createStore, useStore } from '#components/ui/store.ts';

/** An action of the current page, as the command palette and the keyboard offer it. */
export interface PageAction {
  /** Unique on a page. */
  readonly id: string;
  /** Verb and object: "Scan this image". */
  readonly label: string;
  /** What else finds it in the palette. */
  readonly also?: string;
  readonly act?: () => void;
  readonly href?: string;
}

const registered = createStore<readonly (readonly [owner: object, actions: readonly PageAction[]])[]>([]);

/**
 * Offers actions in the command palette while the component is on the page. Leave out what the user may not do.
 */
export function usePageActions(actions: readonly PageAction[]): void {
  const owner = useRef({}).current;
  useEffect(() => {
    registered.set([...registered.get().filter(([each]) => each !== owner), [owner, actions]]);
  });
  useEffect(() => () => registered.set(registered.get().filter(([each]) => each !== owner)), [owner]);
}

/** The actions of the current page; of two with one id, the one that came last. */
export function useRegisteredActions(): readonly PageAction[] {
  return uniqueActions(useStore(registered).flatMap(([, actions]) => actions));
}

/** The action of the current page with an id. */
export function pageAction(id: string): PageAction | undefined {
  return registered
    .get()
    .flatMap(([, actions]) => actions)
    .findLast((action) => action.id === id);
}

function uniqueActions(actions: readonly PageAction[]): readonly PageAction[] {
  return [...new Map(actions.map((action) => [action.id, action])).values()];
}
