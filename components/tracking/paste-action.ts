import { tryParseReference } from '#lib/oci/reference.ts';
import type { Paste } from '#lib/paste/paste.ts';

/**
 * What happens with a text that a person enters: a word without a registry is searched for first, since it is more often
 * the name of a tracked image; one image in full is tracked; several, or lines that are left out, are reviewed.
 */
export function pasteAction(
  text: string,
  { images, problems }: Paste,
): 'ignore' | 'search' | 'track' | 'review' {
  if (images.length === 0 && problems.length === 0) return 'ignore';
  if (isWithoutRegistry(text)) return 'search';
  return images.length === 1 && problems.length === 0 ? 'track' : 'review';
}

/** True for one word that is a reference without a registry: `checkout`, `nginx:1.27`, `grafana/grafana`. */
export function isWithoutRegistry(text: string): boolean {
  const word = text.trim();
  const reference = /\s/.test(word) ? undefined : tryParseReference(word);
  return reference?.registry === 'docker.io' && !/^(?:index\.|registry-1\.)?docker\.io\//i.test(word);
}

/** True for a text of several lines, which an input field would join into one. */
export function isSeveralLines(text: string): boolean {
  return /\n.*\S/.test(text.trim());
}
