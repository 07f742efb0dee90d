import { canonicalRegistry } from '#lib/oci/reference.ts';
import type { FindCredential } from './credential.ts';

/** True for a registry that the operator chose: configured, tracked or typed. Never rejects. */
export type IsChosen = (host: string) => boolean | Promise<boolean>;

/**
 * Stored logins for chosen registries alone: what only an image's annotation, label or provenance names is asked
 * anonymously, so that a claim cannot make Baseboard read with a login what its author may not.
 */
export function loginsForChosen(find: FindCredential, isChosen: IsChosen): FindCredential {
  return async (host, repository) => ((await isChosen(host)) ? find(host, repository) : undefined);
}

/** Chosen are these registries, however they are written, and no other. */
export function chosenHosts(hosts: Iterable<string>): (host: string) => boolean {
  const chosen = new Set([...hosts].map(canonicalRegistry));
  return (host) => chosen.has(canonicalRegistry(host));
}
