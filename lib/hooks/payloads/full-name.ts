import { tryParseReference } from '#lib/oci/reference.ts';
import type { StatedHint } from '../hint.ts';

/** A hint of a name with its host; `undefined` if it is none, or has only a digest: that moves no tag. */
export function hintOfName(name: string, digest?: string): StatedHint | undefined {
  const reference = tryParseReference(name);
  if (reference?.tag === undefined) return undefined;
  const { registry, repository, tag } = reference;
  return { registry, repository, tag, digest: reference.digest ?? digest };
}

/** The host and the path of a name without a tag: `quay.io/org/app`; `undefined` if it has no host. */
export function splitName(name: string): { registry: string; repository: string } | undefined {
  const slash = name.indexOf('/');
  if (slash <= 0) return undefined;
  return { registry: name.slice(0, slash), repository: name.slice(slash + 1) };
}

/** The host of a URL, with or without a scheme; `undefined` if there is none. */
export function hostOf(url: string | undefined): string | undefined {
  if (url === undefined || url === '') return undefined;
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(url) ? url : `https://${url}`;
  return URL.parse(withScheme)?.host || undefined;
}
