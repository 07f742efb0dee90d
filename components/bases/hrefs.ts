/** The page of a base. */
export function baseHref(reference: string) {
  return `/bases?${new URLSearchParams({ reference })}` as const;
}
