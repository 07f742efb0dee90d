/** The changes between two moments (ISO 8601) that match a filter; by default those of the last 24 hours. */
export function changesHref({ from, to, filter }: { from?: string; to?: string; filter?: string } = {}) {
  const query = new URLSearchParams({ tab: 'changes' });
  if (from) query.set('from', from);
  if (to) query.set('to', to);
  if (filter) query.set('filter', filter);
  return `/activity?${query}` as const;
}

/** The fleet at a moment (ISO 8601), or now. */
export function fleetHref({ at, filter }: { at?: string | undefined; filter?: string }) {
  const query = new URLSearchParams({ ...(filter ? { filter } : {}), ...(at ? { at } : {}) });
  return `/?${query}` as const;
}
