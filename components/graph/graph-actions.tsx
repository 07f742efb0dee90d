'use client';

import { createContext, type ReactNode, use } from 'react';

/** The actions on a node of the graph. */
export interface GraphActions {
  /** Selects a node, a link or a group; an empty id selects nothing. */
  select(id: string): void;
  /** Centers the view on a node. */
  focusOn(id: string): void;
  /** Expands the dependents of a node, or a group's members. */
  expand(id: string): void;
  /** Collapses the dependents of a node. */
  collapse(id: string): void;
  /** Shows one more hop of bases. */
  moreBases(): void;
}

const Actions = createContext<GraphActions | null>(null);

/** Provides the actions to the nodes and panels inside. */
export function GraphActionsProvider({ actions, children }: { actions: GraphActions; children: ReactNode }) {
  return <Actions value={actions}>{children}</Actions>;
}

/** The actions of the graph around this component; throws outside a graph. */
export function useGraphActions(): GraphActions {
  const actions = use(Actions);
  if (actions === null) throw new Error('useGraphActions needs a GraphActionsProvider around it');
  return actions;
}
