/** The page of sources, with the form of one, or of a `new` one. */
export function sourceHref(source?: string): string {
  return `/settings/sources${source === undefined ? '' : `?source=${source}`}`;
}
