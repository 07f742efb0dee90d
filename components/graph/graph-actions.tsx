'use client';

import { createContext, type ReactNode, use } from 'react';

/** What can be done to a box of the graph, wherever it is shown. */
export interface GraphActions {
  /** Selects a node, a link or a group; an empty id selects nothing. */
  select(id: string): void;
  /** Makes a node the middle of the view. */
  focusOn(id: string): void;
  /** Shows what is folded or not yet fetched on a node, or a group's members. */
  unfold(id: string): void;
  /** Folds away what stands on a node. */
  fold(id: string): void;
  /** One hop further towards the bases. */
  moreBases(): void;
}

const Actions = createContext<GraphActions | null>(null);

export function GraphActionsProvider({ actions, children }: { actions: GraphActions; children: ReactNode }) {
  return <Actions value={actions}>{children}</Actions>;
}

/** The actions of the graph around; throws outside of one. */
export function useGraphActions(): GraphActions {
  const actions = use(Actions);
  if (actions === null) throw new Error('useGraphActions needs a GraphActionsProvider around it');
  return actions;
}
