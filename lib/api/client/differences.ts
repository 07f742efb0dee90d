import { queryOptions } from '@tanstack/react-query';
import type { ContentsView, DifferenceView } from '../contract/differences.ts';
import { queryString, requestJson } from './request.ts';

/** Two images, by tags or digests. */
export interface ImagePair {
  readonly from: string;
  readonly to: string;
}

/** What differs in the manifests and configs of two images. */
export function differenceQuery(pair: ImagePair) {
  return queryOptions({
    queryKey: ['difference', pair],
    queryFn: ({ signal }) =>
      requestJson<DifferenceView>(`/differences${queryString({ ...pair })}`, { signal }),
    staleTime: 60_000,
    retry: false,
  });
}

/** What differs in the files and packages of two images; it reads layers and takes as long as the registry does. */
export function contentsQuery(request: ImagePair & { platform: string; also?: string | undefined }) {
  return queryOptions({
    queryKey: ['difference contents', request],
    queryFn: ({ signal }) =>
      requestJson<ContentsView>(`/differences/contents${queryString({ ...request })}`, { signal }),
    staleTime: 60_000,
    retry: false,
  });
}
