import { formatReference, formatRepository, parseReference } from '#lib/oci/reference.ts';

/** What a declaration applies to, fully qualified: one tag of an image, or every tag of a repository. */
export interface DeclaredImage {
  readonly image: string;
  readonly isRepository: boolean;
}

/**
 * Parses what a base is declared for: `host/path:tag` for one tag, `host/path` for a repository; `undefined` if it names
 * a digest. Throws `ReferenceSyntaxError`.
 */
export function declaredImage(text: string): DeclaredImage | undefined {
  const reference = parseReference(text);
  if (reference.digest !== undefined) return undefined;
  const [last = ''] = text.trim().split('/').slice(-1);
  const isRepository = !last.includes(':');
  return {
    image: isRepository ? formatRepository(reference) : formatReference(reference),
    isRepository,
  };
}
