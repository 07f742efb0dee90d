import type { Unknown } from '#lib/lineage/facts/facts.ts';
import { ConfigFormatError } from '#lib/oci/image-config.ts';
import { JsonDocumentError } from '#lib/oci/json/strict-json.ts';
import { ManifestFormatError } from '#lib/oci/manifest.ts';
import { RegistryError } from '#lib/registry/errors.ts';

/** A failed request as a fact. Errors other than registry errors and malformed content are bugs and are thrown. */
export function factOfFailure(error: unknown): { readonly state: 'gone' } | Unknown {
  if (error instanceof RegistryError) {
    if (error.kind === 'not-found') return { state: 'gone' };
    if (error.kind === 'not-visible') {
      return {
        state: 'unknown',
        reason: { kind: 'not-visible', ...failureOf(error) },
        notVisible: true,
        ...(error.status === 404 ? { absent: true } : {}),
      };
    }
    return { state: 'unknown', reason: { kind: 'registry-error', error: error.kind, ...failureOf(error) } };
  }
  if (error instanceof ManifestFormatError)
    return { state: 'unknown', reason: { kind: 'manifest-malformed', detail: error.message } };
  if (error instanceof ConfigFormatError)
    return { state: 'unknown', reason: { kind: 'config-malformed', detail: error.message } };
  if (error instanceof JsonDocumentError)
    return { state: 'unknown', reason: { kind: 'document-malformed', detail: error.message } };
  throw error;
}

function failureOf({ host, code, status, problem }: RegistryError) {
  return { host, code, status: status ?? null, detail: problem };
}
