import { useState } from 'react';
import type { Status } from '#lib/lineage/vocabulary/status.ts';

/**
 * The status that each node had when it first came into a view. They decide the order and the groups of the drawing, so
 * that a refresh moves nothing. `key` is equal for equal views; `nodes` is undefined until those of the view are loaded.
 */
export function useFirstStatuses(
  nodes: readonly { readonly id: string; readonly status: Status }[] | undefined,
  key: string,
): ReadonlyMap<string, Status> {
  const [first, setFirst] = useState<{ key: string; statuses: ReadonlyMap<string, Status> }>({
    key,
    statuses: new Map(),
  });
  if (nodes === undefined) return first.statuses;
  const known = first.key === key ? first.statuses : new Map<string, Status>();
  const added = nodes.filter(({ id }) => !known.has(id));
  if (first.key === key && added.length === 0) return first.statuses;
  const statuses = new Map([...known, ...added.map(({ id, status }) => [id, status] as const)]);
  setFirst({ key, statuses });
  return statuses;
}
