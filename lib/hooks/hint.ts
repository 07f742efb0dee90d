import type { Digest } from '#lib/oci/digest.ts';

/**
 * What a call claims: this tag was pushed; without a tag, some tag of this repository. It is never believed: the
 * registry is read again. The digest only tells repeats.
 */
export interface Hint {
  readonly registry: string;
  readonly repository: string;
  readonly tag?: string;
  readonly digest?: Digest;
}

/** The name that stands for a hint: `registry/repository:tag`, or without a tag. */
export function hintName({
  registry,
  repository,
  tag,
}: Pick<Hint, 'registry' | 'repository' | 'tag'>): string {
  return `${registry}/${repository}${tag === undefined ? '' : `:${tag}`}`;
}

/** A hint as a payload states it, with nothing checked. */
export interface StatedHint {
  /** As the registry calls itself; `undefined` if the payload does not say. */
  readonly registry: string | undefined;
  readonly repository: string;
  readonly tag: string | undefined;
  readonly digest: string | undefined;
}

/** A call as it came: headers by name in lower case, and the raw bytes that signatures are made over. */
export interface HookRequest {
  readonly header: (name: string) => string | null;
  readonly body: Uint8Array;
}

/** What a payload says. `not-a-push`: nothing about a pushed tag; `unreadable`: not a payload of this kind. */
export type Statement = readonly StatedHint[] | 'ping' | 'not-a-push' | 'unreadable';
