/** The page of what changed: between two moments (ISO 8601), under a filter; the last 24 hours unless told. */
export function changesHref({ from, to, filter }: { from?: string; to?: string; filter?: string } = {}) {
  const query = new URLSearchParams({ tab: 'changes' });
  if (from) query.set('from', from);
  if (to) query.set('to', to);
  if (filter) query.set('filter', filter);
  return `/activity?${query}` as const;
}

/** The fleet as it was at a moment (ISO 8601), or as it is. */
export function fleetHref({ at, filter }: { at?: string | undefined; filter?: string }) {
  const query = new URLSearchParams({ ...(filter ? { filter } : {}), ...(at ? { at } : {}) });
  return `/?${query}` as const;
}
