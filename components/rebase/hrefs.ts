import type { SelectionRequest } from '#lib/api/contract/images/selection.ts';

/** The page that plans a rebase of an image or, with `annotate`, its annotation: with the given `base`, or the known one. */
export function planHref({
  reference,
  annotate = false,
  base,
}: {
  reference: string;
  annotate?: boolean;
  base?: string;
}) {
  const query = new URLSearchParams({
    reference,
    ...(annotate ? { annotate: '1' } : {}),
    ...(base === undefined ? {} : { base }),
  });
  return `/rebase?${query}` as const;
}

/** The page that plans to rebase everything based on an image, or with `to` the chain of one image. */
export function cascadeHref(reference: string, to?: string | null) {
  return `/cascade?${new URLSearchParams({ reference, ...(to == null ? {} : { to }) })}` as const;
}

/** The page that plans to rebase many images, each on its own: by id, or by a filter with exceptions. */
export function manyHref({ ids, filter, except = [] }: SelectionRequest) {
  const query = new URLSearchParams({
    ...(ids === undefined ? {} : { ids: ids.join(',') }),
    ...(filter === undefined ? {} : { filter }),
    ...(except.length === 0 ? {} : { except: except.join(',') }),
  });
  return `/rebase/many?${query}` as const;
}
