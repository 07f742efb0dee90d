import type { GraphActions } from './graph-actions.tsx';

/** The actions of keys in the picture and in the list, each with the nodes that it applies to. */
interface Subjects {
  readonly move: { readonly id: string };
  readonly select: { readonly id: string };
  readonly focus: { readonly id: string };
  readonly expand: { readonly id: string };
  readonly collapse: { readonly id: string };
  readonly 'expand-siblings': { readonly ids: readonly string[] };
  readonly clear: object;
  readonly nothing: object;
}

/** What a key does, and to which nodes. */
export type KeyAction<K extends keyof Subjects = keyof Subjects> = {
  [Kind in K]: { readonly kind: Kind } & Subjects[Kind];
}[K];

/** Where keys act: the picture or the list. */
interface KeyPlace {
  readonly actions: GraphActions;
  /** The selected node, link or group; empty for none. */
  readonly selected: string;
  /** Moves the cursor to a node. */
  moveTo(id: string): void;
  /** Called before the selection is cleared. */
  onClear?(): void;
}

const RUN: { readonly [K in keyof Subjects]: (subject: Subjects[K], place: KeyPlace) => void } = {
  move: ({ id }, { actions, selected, moveTo }) => {
    moveTo(id);
    if (selected !== '') actions.select(id);
  },
  select: ({ id }, { actions }) => actions.select(id),
  focus: ({ id }, { actions }) => actions.focusOn(id),
  expand: ({ id }, { actions }) => actions.expand(id),
  collapse: ({ id }, { actions }) => actions.collapse(id),
  'expand-siblings': ({ ids }, { actions }) => {
    for (const id of ids) actions.expand(id);
  },
  clear: (_, { actions, onClear }) => {
    onClear?.();
    actions.select('');
  },
  nothing: () => undefined,
};

/** Runs the action of a key. */
export function runKeyAction<K extends keyof Subjects>(action: KeyAction<K>, place: KeyPlace): void {
  RUN[action.kind](action, place);
}
