import { SealedError } from '#lib/notify/secret-box.ts';
import { listSource } from '#lib/sources/list-source.ts';
import { previewSource as previewListing, type SourcePreview } from '#lib/sources/preview.ts';
import { previewMentions } from '#lib/sources/preview-mentions.ts';
import { UnusableLoginError } from '#lib/sources/registries/registry-login.ts';
import { credentialOf, type SourceCredential } from '#lib/sources/registries/source-credential.ts';
import {
  isClusterSource,
  isFileSource,
  type ListedSource,
  type RegistrySource,
  registryOf,
} from '#lib/sources/source.ts';
import { readSource } from '#lib/store/sources/sources.ts';
import { refuseFiles, type SourceRequest } from './create-source.ts';
import { readOnce } from './read-cluster-source.ts';
import { readRepositoryOnce } from './read-repository-source.ts';
import { noSource, type SourceContext, SourceRefusedError } from './source-context.ts';
import {
  clientFor,
  credentialFor,
  credentialsProblem,
  refuseOtherDestination,
} from './source-credentials.ts';
import { checkRequested } from './source-settings.ts';
import { readUploaded } from './upload-files.ts';

/** A preview answers while a person waits: it reads a part of a large registry, and estimates the rest. */
const PREVIEW_REQUESTS = 200;
const PREVIEW_MS = 25_000;

/** A source to preview. */
interface PreviewRequest extends SourceRequest {
  /** The stored source whose credentials are used, if none are given. */
  readonly sourceId?: string | undefined;
}

/** A source that was not stored. */
const NOT_STORED = { id: '', name: '', fromFile: false, sealedCredentials: null };

/**
 * Lists a source once without storing anything: what a source would track, and how many requests that takes. `signal`
 * aborts it when its client disconnects. Throws `NotFoundError` and {@link SourceRefusedError}.
 */
export async function previewSource(
  context: SourceContext,
  request: PreviewRequest,
  signal: AbortSignal,
): Promise<SourcePreview> {
  const source = checkRequested(request);
  refuseFiles(source, request);
  if (source.kind === 'push') {
    throw new SourceRefusedError(
      'invalid-request',
      'kind: a source of the kind push has nothing to preview: its images are posted.',
      'kind',
    );
  }
  if (source.kind === 'files') {
    if (request.files !== undefined) return previewMentions(readUploaded(request.files));
    throw new SourceRefusedError('invalid-request', 'files: add at least one file to preview.', 'files');
  }
  const credential = await credentialIn(context, request, source);
  const ends = AbortSignal.any([signal, AbortSignal.timeout(PREVIEW_MS)]);
  if (isFileSource(source)) {
    const once = { credential, budget: PREVIEW_REQUESTS, signal: ends };
    return previewMentions(await readRepositoryOnce(context, source, once));
  }
  if (!isClusterSource(source)) return previewRegistry(context, source, credential, ends);
  const token = credential?.type === 'token' ? credential.token : undefined;
  const once = { token, mayNameFiles: false, budget: PREVIEW_REQUESTS, signal: ends };
  return previewMentions(await readOnce(context, source, once));
}

async function previewRegistry(
  context: SourceContext,
  source: RegistrySource,
  found: SourceCredential | undefined,
  signal: AbortSignal,
): Promise<SourcePreview> {
  await context.registries.choose([registryOf(source)]);
  const { client, credential } = clientFor(context, source, found);
  try {
    const listing = await listSource(source, {
      ...{ client: client.lists, credential, budget: PREVIEW_REQUESTS },
      signal,
    });
    return previewListing(source, listing, context.clock().getTime());
  } finally {
    await client.close();
  }
}

/** The credentials of the request, else those of the stored source that it names, else the login of the registry. */
async function credentialIn(
  context: SourceContext,
  { credentials, sourceId }: PreviewRequest,
  source: ListedSource,
): Promise<SourceCredential | undefined> {
  const stored =
    sourceId === undefined || credentials !== undefined ? undefined : await readSource(context.db, sourceId);
  if (sourceId !== undefined && credentials === undefined && stored === undefined) throw noSource(sourceId);
  const hasStored = stored !== undefined && (stored.fromFile || stored.sealedCredentials !== null);
  if (hasStored) refuseOtherDestination(source, stored);
  const problem = hasStored ? undefined : credentialsProblem(source, credentials ?? null);
  if (problem !== undefined) throw refused(problem);
  if (credentials !== undefined) return credentialOf(credentials);
  try {
    return await credentialFor(context, source, stored ?? NOT_STORED);
  } catch (error) {
    if (error instanceof UnusableLoginError || error instanceof SealedError) {
      throw refused(error.message.replace(/\.$/, ''));
    }
    throw error;
  }
}

function refused(problem: string): SourceRefusedError {
  return new SourceRefusedError('invalid-request', `credentials: ${problem}.`, 'credentials');
}
