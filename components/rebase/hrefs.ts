/** The page that plans a rebase of an image, or to annotate it. */
export function planHref({ reference, annotate = false }: { reference: string; annotate?: boolean }) {
  const query = new URLSearchParams({ reference, ...(annotate ? { annotate: '1' } : {}) });
  return `/rebase?${query}` as const;
}

/** The page that plans to rebase everything based on an image, or with `to` the chain of one image. */
export function cascadeHref(reference: string, to?: string | null) {
  return `/cascade?${new URLSearchParams({ reference, ...(to == null ? {} : { to }) })}` as const;
}
