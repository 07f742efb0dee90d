import { createHash } from 'node:crypto';
import type { Digest } from '#lib/oci/digest.ts';
import type { RealRegistry } from './registries.ts';

/** A manifest as a registry gives it: exact bytes, with what was said of them. */
export interface RawManifest {
  readonly bytes: Uint8Array;
  readonly digest: Digest;
  readonly mediaType: string;
  /** The parsed document, for building a changed one from it. */
  readonly json: Readonly<Record<string, unknown>>;
}

export interface RawDescriptor {
  readonly mediaType: string;
  readonly digest: Digest;
  readonly size: number;
  readonly platform?: { readonly os: string; readonly architecture: string };
  readonly annotations?: Readonly<Record<string, string>>;
}

const ACCEPT = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ');

const digestOf = (bytes: Uint8Array): Digest => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

/** The header that opens a repository, by the shortest way for each kind of authentication. */
async function authorization(registry: RealRegistry, repository: string): Promise<Record<string, string>> {
  if (registry.credentials === undefined) return {};
  const { username, password } = registry.credentials;
  const basic = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  if (registry.tokens === undefined) return { authorization: basic };
  const url = new URL(registry.tokens.realm);
  url.searchParams.set('service', registry.tokens.service);
  url.searchParams.set('scope', `repository:${repository}:pull,push,delete`);
  const response = await fetch(url, { headers: { authorization: basic } });
  const { token } = (await response.json()) as { token: string };
  return { authorization: `Bearer ${token}` };
}

/**
 * One request to a registry, by a path that shares no code with the product: what a test puts in must not
 * depend on what it tests. Rejects with the registry's answer on anything but 2xx.
 */
async function call(
  registry: RealRegistry,
  repository: string,
  path: string,
  request: RequestInit & { headers?: Record<string, string> } = {},
): Promise<Response> {
  const headers = { ...request.headers, ...(await authorization(registry, repository)) };
  const url = path.startsWith('http') ? path : `http://${registry.host}/v2/${repository}/${path}`;
  const response = await fetch(url, { ...request, headers });
  if (!response.ok)
    throw new Error(`${request.method ?? 'GET'} ${url}: ${response.status} ${await response.text()}`);
  return response;
}

/** Gets a manifest by tag or digest. */
export async function getRaw(
  registry: RealRegistry,
  repository: string,
  reference: string,
): Promise<RawManifest> {
  const response = await call(registry, repository, `manifests/${reference}`, {
    headers: { accept: ACCEPT },
  });
  const bytes = new Uint8Array(await response.arrayBuffer());
  return {
    ...{ bytes, digest: digestOf(bytes), mediaType: response.headers.get('content-type') ?? '' },
    json: JSON.parse(Buffer.from(bytes).toString()) as Record<string, unknown>,
  };
}

/** Puts a document under a tag, or under its own digest where `tag` is left out; answers its digest. */
export async function putRaw(
  registry: RealRegistry,
  repository: string,
  json: Readonly<Record<string, unknown>>,
  tag?: string,
): Promise<RawDescriptor> {
  const bytes = Buffer.from(JSON.stringify(json));
  const digest = digestOf(bytes);
  const mediaType = String(json.mediaType);
  await call(registry, repository, `manifests/${tag ?? digest}`, {
    ...{ method: 'PUT', body: bytes, headers: { 'content-type': mediaType } },
  });
  return { mediaType, digest, size: bytes.byteLength };
}

/** Gets a blob, a configuration say, parsed as JSON. */
export async function getRawBlob(
  registry: RealRegistry,
  repository: string,
  digest: string,
): Promise<Record<string, unknown>> {
  const response = await call(registry, repository, `blobs/${digest}`);
  return (await response.json()) as Record<string, unknown>;
}

/** Uploads a JSON blob and answers its descriptor. */
export async function putRawBlob(
  registry: RealRegistry,
  repository: string,
  json: Readonly<Record<string, unknown>>,
  mediaType: string,
): Promise<RawDescriptor> {
  const bytes = Buffer.from(JSON.stringify(json));
  const digest = digestOf(bytes);
  const session = await call(registry, repository, 'blobs/uploads/', { method: 'POST' });
  const location = new URL(session.headers.get('location') ?? '', `http://${registry.host}`);
  location.searchParams.set('digest', digest);
  await call(registry, repository, location.href, {
    ...{ method: 'PUT', body: bytes, headers: { 'content-type': 'application/octet-stream' } },
  });
  return { mediaType, digest, size: bytes.byteLength };
}

/** Deletes a manifest by digest, with every tag on it. */
export async function deleteRaw(registry: RealRegistry, repository: string, digest: string): Promise<void> {
  await call(registry, repository, `manifests/${digest}`, { method: 'DELETE' });
}
