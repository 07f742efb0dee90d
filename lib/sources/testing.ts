// Lists sources in tests: the client is the real one, and the hosts of a source are served here.
import type { ServerResponse } from 'node:http';
import { digestOf } from '#lib/oci/compute-digest.ts';
import { createRegistry } from '#lib/registry/client.ts';
import type { RegistrySettings } from '#lib/registry/settings.ts';
import { type Handler, type SeenRequest, startTestServer } from '#lib/registry/testing/test-server.ts';
import { listSource, type SourceListing } from './list-source.ts';
import type { ListingStep } from './listing/read-listing.ts';
import type { SourceCredential } from './registries/source-credential.ts';
import { parseRegistrySource, type RegistrySource } from './source.ts';

/** A digest for a name. */
export const digest = (name: string) => digestOf(name);

/** Parses a source; throws with its issues. */
export function sourceOf(kind: string, config: object, select?: object): RegistrySource {
  const parsed = parseRegistrySource({ name: kind, kind, config, ...(select ? { select } : {}) });
  if ('source' in parsed) return parsed.source;
  throw new Error(JSON.stringify(parsed.issues));
}

/** Answers with JSON. */
export function json(
  response: ServerResponse,
  content: unknown,
  headers: Readonly<Record<string, string>> = {},
  status = 200,
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(content));
}

/** How to list against a test server. */
export interface ListAgainst {
  /** Hosts whose requests go to the test server. Others fail: the address guard refuses them, or DNS. */
  readonly hosts: readonly string[];
  readonly settings?: Partial<RegistrySettings>;
  /** The path of the hosts' mirror. */
  readonly mirrorPath?: string;
  readonly credential?: SourceCredential;
  readonly budget?: number;
  readonly resume?: SourceListing;
  readonly onStep?: (step: ListingStep) => void;
  readonly signal?: AbortSignal;
  readonly retries?: number;
  /** How often the same client lists. */
  readonly times?: number;
}

/** Lists a source whose hosts are all served by `handler`. */
export async function listAgainst(
  source: RegistrySource,
  handler: Handler,
  {
    hosts,
    settings,
    mirrorPath = '',
    credential,
    budget = 1000,
    retries = 0,
    times = 1,
    ...more
  }: ListAgainst,
): Promise<{ readonly listing: SourceListing; readonly requests: readonly SeenRequest[] }> {
  await using server = await startTestServer(handler);
  const registries = hosts.map((host) => ({ host, endpoint: `${server.origin}${mirrorPath}`, ...settings }));
  const client = createRegistry({ registries, retries, deadlineMs: 5000 }, { random: () => 0 });
  try {
    let listing = await listSource(source, { client, credential, budget, ...more });
    for (let left = times - 1; left > 0; left -= 1) {
      listing = await listSource(source, { client, credential, budget, ...more });
    }
    return { listing, requests: server.requests };
  } finally {
    await client.close();
  }
}

/** The tags of a listing as `registry/repository:tag@digest`, and, in parentheses, what they are if not an image. */
export function namesOf({ tags }: Pick<SourceListing, 'tags'>): string[] {
  return tags.map(({ registry, repository, tag, digest: at, nonImage }) => {
    return `${registry}/${repository}:${tag}${at === undefined ? '' : `@${at.slice(7, 13)}`}${nonImage ? ` (${nonImage})` : ''}`;
  });
}
