/** The page of a base. */
export function baseHref(reference: string) {
  return `/bases?${new URLSearchParams({ reference })}` as const;
}

/** The page that compares two images, each with the digest to look at. */
export function differenceHref({ from, to }: { from: string; to: string }) {
  return `/differences?${new URLSearchParams({ from, to })}` as const;
}
