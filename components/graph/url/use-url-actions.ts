import { useMemo } from 'react';
import type { GraphActions } from '../graph-actions.tsx';
import { MOST_HOPS } from './graph-request.ts';
import { afterCollapsing, afterExpanding } from './url-changes.ts';
import type { SetGraphUrl } from './use-graph-url.ts';

/** The graph's actions, as changes of the URL. The object stays the same, so that no node renders again. */
export function useUrlActions(setUrl: SetGraphUrl): GraphActions {
  return useMemo(
    () => ({
      select: (id) => void setUrl({ selected: id }),
      focusOn: (id) =>
        void setUrl({ focus: id, selected: id, unfold: null, open: null, closed: null }, { history: 'push' }),
      expand: (id) => void setUrl((url) => afterExpanding(url, id)),
      collapse: (id) => void setUrl((url) => afterCollapsing(url, id)),
      moreBases: () => void setUrl(({ bases }) => ({ bases: Math.min(bases + 1, MOST_HOPS) })),
    }),
    [setUrl],
  );
}
