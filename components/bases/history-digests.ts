import type { BaseView } from '#lib/api/contract/images/bases.ts';
import { isDigest } from '#lib/oci/digest.ts';
import { formatReference, tryParseReference } from '#lib/oci/reference.ts';

/** The last other digest that a tag had before an entry of its history (newest first); `undefined` if there is none. */
export function previousDigest(history: BaseView['history'], index: number): string | undefined {
  const own = history[index]?.digest;
  return (
    history.slice(index + 1).find(({ digest }) => digest !== null && digest !== own)?.digest ?? undefined
  );
}

/** A reference with this digest in place of any other. */
export function withDigest(reference: string, digest: string): string {
  const parsed = tryParseReference(reference);
  if (parsed === undefined || !isDigest(digest)) return reference;
  return formatReference({ ...parsed, digest });
}
