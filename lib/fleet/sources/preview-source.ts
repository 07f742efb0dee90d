import { listSource } from '#lib/sources/list-source.ts';
import { previewSource as previewListing, type SourcePreview } from '#lib/sources/preview.ts';
import { registryLogin, UnusableLoginError } from '#lib/sources/registries/registry-login.ts';
import { type Credentials, credentialOf } from '#lib/sources/registries/source-credential.ts';
import { registryOf } from '#lib/sources/source.ts';
import type { SourceRequest } from './create-source.ts';
import { type SourceContext, SourceRefusedError } from './source-context.ts';
import { clientFor, credentialsProblem } from './source-credentials.ts';
import { checkSettings } from './source-settings.ts';

/** A preview answers while a person waits: it reads a part of a large registry, and estimates the rest. */
const PREVIEW_REQUESTS = 200;
const PREVIEW_MS = 25_000;

/**
 * Lists a registry once without storing anything: what a source would track, and how many requests that takes. `signal`
 * aborts it when its client disconnects. Throws {@link SourceRefusedError}.
 */
export async function previewSource(
  context: SourceContext,
  request: SourceRequest,
  signal: AbortSignal,
): Promise<SourcePreview> {
  const source = checkSettings(request);
  if (source.kind === 'push') {
    throw new SourceRefusedError(
      'invalid-request',
      'kind: a source of the kind push has nothing to preview.',
      'kind',
    );
  }
  const problem = credentialsProblem(source, request.credentials ?? null);
  if (problem !== undefined)
    throw new SourceRefusedError('invalid-request', `credentials: ${problem}.`, 'credentials');
  await context.registries.choose([registryOf(source)]);
  const { client, credential } = clientFor(
    context,
    source,
    await credentialIn(context, request.credentials, source),
  );
  try {
    const listing = await listSource(source, {
      ...{ client: client.lists, credential, budget: PREVIEW_REQUESTS },
      signal: AbortSignal.any([signal, AbortSignal.timeout(PREVIEW_MS)]),
    });
    return previewListing(source, listing, context.clock().getTime());
  } finally {
    await client.close();
  }
}

async function credentialIn(
  { sources }: Pick<SourceContext, 'sources'>,
  given: Credentials | undefined,
  source: Parameters<typeof registryLogin>[0],
) {
  if (given !== undefined) return credentialOf(given);
  try {
    return await registryLogin(source, sources.logins, 'as the credentials of the source');
  } catch (error) {
    if (!(error instanceof UnusableLoginError)) throw error;
    throw new SourceRefusedError('invalid-request', `credentials: ${error.message}.`, 'credentials');
  }
}
