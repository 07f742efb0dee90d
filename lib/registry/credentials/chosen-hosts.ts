import { canonicalRegistry } from '#lib/oci/reference.ts';
import type { FindCredential } from '../transport/auth/credential.ts';

/** True for a registry that the operator chose: configured, tracked or typed. Never rejects. */
export type IsChosen = (host: string) => boolean | Promise<boolean>;

/**
 * Uses stored logins for chosen registries only. Requests to a registry that only an annotation, a label or provenance
 * names are anonymous: a claim must not make Baseboard read with a login what its author may not.
 */
export function loginsForChosen(find: FindCredential, isChosen: IsChosen): FindCredential {
  return async (host, repository) => ((await isChosen(host)) ? find(host, repository) : undefined);
}

/** Only these registries are chosen, in any spelling. */
export function chosenHosts(hosts: Iterable<string>): (host: string) => boolean {
  const chosen = new Set([...hosts].map(canonicalRegistry));
  return (host) => chosen.has(canonicalRegistry(host));
}
