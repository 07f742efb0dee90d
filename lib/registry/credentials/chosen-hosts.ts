import { canonicalRegistry } from '#lib/oci/reference.ts';
import type { FindCredential } from '../transport/auth/credential.ts';

/** True for a registry that a person chose: configured, tracked or entered. Never rejects. */
export type IsChosen = (host: string) => boolean | Promise<boolean>;

/**
 * Uses credentials only for chosen registries. Requests to a registry that only an annotation, a label or provenance
 * names are anonymous: a claim must not make Baseboard read what its author may not.
 */
export function credentialsForChosen(find: FindCredential, isChosen: IsChosen): FindCredential {
  return async (host, repository) => ((await isChosen(host)) ? find(host, repository) : undefined);
}

/** True for these registries only, by their canonical names. */
export function chosenHosts(hosts: Iterable<string>): (host: string) => boolean {
  const chosen = new Set([...hosts].map(canonicalRegistry));
  return (host) => chosen.has(canonicalRegistry(host));
}
