import { useMemo } from 'react';
import { REST } from '#lib/lineage/graph/graph-fold.ts';
import type { GraphActions } from './graph-actions.tsx';
import { MOST_HOPS } from './graph-request.ts';
import type { SetGraphUrl } from './use-graph-url.ts';

const GROUP = /^group:/;

/** The graph's actions, as changes of the URL. They are the same object for good: no node is drawn anew. */
export function useUrlActions(setUrl: SetGraphUrl): GraphActions {
  return useMemo(
    () => ({
      select: (id) => void setUrl({ selected: id }),
      focusOn: (id) =>
        void setUrl({ focus: id, selected: id, open: null, closed: null }, { history: 'push' }),
      unfold: (id) => {
        const base = id.replace(GROUP, '');
        void setUrl(({ open, closed, selected }) => ({
          selected: selected === id && GROUP.test(id) ? baseOrNothing(base) : selected,
          ...(closed.includes(base)
            ? { closed: closed.filter((other) => other !== base) }
            : { open: [...new Set([...open, base])] }),
        }));
      },
      fold: (id) =>
        void setUrl(({ open, closed }) =>
          open.includes(id)
            ? { open: open.filter((other) => other !== id) }
            : { closed: [...new Set([...closed, id])] },
        ),
      moreBases: () => void setUrl(({ bases }) => ({ bases: Math.min(bases + 1, MOST_HOPS) })),
    }),
    [setUrl],
  );
}

/** Where the selection goes when its group opens: to what the group stood on. */
function baseOrNothing(base: string): string {
  return base === REST ? '' : base;
}
