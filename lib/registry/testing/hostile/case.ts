import type { ServerResponse } from 'node:http';
import { digestOf } from '#lib/oci/compute-digest.ts';
import type { Digest } from '#lib/oci/digest.ts';
import { MEDIA_TYPE } from '#lib/oci/media-type.ts';
import type { Repository } from '#lib/oci/reference.ts';
import type { RegistryClient } from '../../client.ts';
import type { RegistryErrorKind, RegistryOperation } from '../../errors.ts';
import { SAMPLE, type SeenRequest, type TestServer } from '../test-server.ts';

type HostileAnswer = (response: ServerResponse, canary: TestServer, request: SeenRequest) => void;

/**
 * Something that a malicious registry or image author sends. Each case must end in a typed error that names the registry
 * and the operation, repeats nothing that was sent, and shows no credential. The canary, a server on loopback that nobody
 * configured, must get no connection.
 */
export interface HostileCase {
  readonly name: string;
  readonly kind: RegistryErrorKind;
  readonly operation: RegistryOperation;
  readonly act: (client: RegistryClient, repository: Repository, canary: TestServer) => Promise<unknown>;
  /** The registry's answer; cases without one must not reach any registry. */
  readonly answer?: HostileAnswer;
}

/** Any text that a registry sends. */
export const UPSTREAM = 'UPSTREAM-TEXT';
/** Any credential. */
export const SECRET = 'S3CRET-PASSWORD';
/** A valid digest of nothing. */
export const zeros: Digest = `sha256:${'0'.repeat(64)}`;

/** Resolves a tag. */
export const resolve: HostileCase['act'] = (client, repository) =>
  client.resolve({ ...repository, tag: '1' });
/** Gets a manifest by tag. */
export const manifest: HostileCase['act'] = (client, repository) =>
  client.getManifest({ ...repository, tag: '1' });
/** Gets a blob. */
export const blob: HostileCase['act'] = (client, repository) =>
  client.getBlob({ ...repository, digest: SAMPLE.configDigest });
/** Lists tags. */
export const tags: HostileCase['act'] = (client, repository) => client.listTags(repository);
/** Lists referrers. */
export const referrers: HostileCase['act'] = (client, repository) =>
  client.listReferrers({ ...repository, digest: zeros });
/** Uploads a blob. */
export const upload: HostileCase['act'] = (client, repository) => {
  const content = new TextEncoder().encode('layer');
  return client.putBlob({ ...repository, digest: digestOf('layer') }, { size: 5, content });
};

/** Answers 200 with a body, and with the media type of a manifest by default. */
export const json =
  (body: unknown, headers: Record<string, string> = {}): HostileAnswer =>
  (response) =>
    void response
      .writeHead(200, { 'content-type': MEDIA_TYPE.ociManifest, ...headers })
      .end(typeof body === 'string' ? body : JSON.stringify(body));

/** Answers with headers, and with {@link UPSTREAM} as the body. */
export const headers =
  (status: number, make: (canary: TestServer) => Record<string, string>): HostileAnswer =>
  (response, canary) =>
    void response.writeHead(status, make(canary)).end(UPSTREAM);

/** A valid manifest. */
export const image = JSON.parse(SAMPLE.manifest);
/** A valid index. */
export const index = { schemaVersion: 2, mediaType: MEDIA_TYPE.ociIndex, manifests: [] };
