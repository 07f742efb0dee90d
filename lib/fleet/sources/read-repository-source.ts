import type { FileSource } from '#lib/sources/file-source.ts';
import { readFileSource } from '#lib/sources/files/repositories/read-file-source.ts';
import type { MentionListing } from '#lib/sources/mention-listing.ts';
import type { SourceCredential } from '#lib/sources/registries/source-credential.ts';
import type { ListingRun, SourceReading } from './listing-run.ts';
import type { SourceContext, WithSources } from './source-context.ts';
import { credentialFor } from './source-credentials.ts';

/** Reads what the files of a repository declare. Throws `SealedError` and `UnusableLoginError`. */
export async function readRepositorySource(
  context: SourceContext,
  source: FileSource,
  { claim, budget, signal }: ListingRun,
): Promise<SourceReading> {
  const credential = await credentialFor(context, source, claim.source);
  const { mentions, ...listing } = await readRepositoryOnce(context, source, { credential, budget, signal });
  const found = new Set(mentions.map(({ reference }) => reference)).size;
  return { ...listing, mentions, found, counted: 0 };
}

/** Reads a repository with the client of registries: hosts with a private address must be listed there. */
export async function readRepositoryOnce(
  { sources }: WithSources,
  source: FileSource,
  once: {
    readonly credential: SourceCredential | undefined;
    /** Requests that may be made. */
    readonly budget: number;
    readonly signal: AbortSignal;
  },
): Promise<MentionListing> {
  const client = sources.clientFor('', undefined);
  try {
    const listing = await readFileSource(source, { ...once, client: client.lists });
    const { complete, mentions, problems, requests } = listing;
    return { complete, mentions, problems, requests };
  } finally {
    await client.close();
  }
}
