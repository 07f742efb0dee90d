import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { digestOf } from '#lib/oci/compute-digest.ts';
import { MEDIA_TYPE } from '#lib/oci/media-type.ts';

/** A request that a test server got. */
export interface SeenRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  /** Decompressed. */
  readonly body: string;
}

/** A server on loopback whose answers are those of its handler. */
export interface TestServer extends AsyncDisposable {
  /** `127.0.0.1:<port>` */
  readonly host: string;
  /** `http://127.0.0.1:<port>` */
  readonly origin: string;
  readonly requests: readonly SeenRequest[];
  /** Number of connections so far, with or without a request. */
  connections(): number;
}

/** Answers a request. */
export type Handler = (request: SeenRequest, response: ServerResponse) => void;

/** Starts a server on a free port. */
export async function startTestServer(handler: Handler): Promise<TestServer> {
  const requests: SeenRequest[] = [];
  let connections = 0;
  const server = createServer(async (incoming: IncomingMessage, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const { method = '', url = '', headers } = incoming;
    const bytes = Buffer.concat(chunks);
    const body = String(headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes);
    const seen = { method, url, headers, body };
    requests.push(seen);
    handler(seen, response);
  });
  server.on('connection', () => {
    connections += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    host: `127.0.0.1:${port}`,
    origin: `http://127.0.0.1:${port}`,
    requests,
    connections: () => connections,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A small manifest and its config, with their digests. */
export const SAMPLE = sample();

function sample() {
  const config = JSON.stringify({
    architecture: 'amd64',
    os: 'linux',
    rootfs: { type: 'layers', diff_ids: [] },
  });
  const manifest = JSON.stringify({
    schemaVersion: 2,
    mediaType: MEDIA_TYPE.ociManifest,
    config: { mediaType: MEDIA_TYPE.ociConfig, digest: digestOf(config), size: config.length },
    layers: [],
  });
  return { config, configDigest: digestOf(config), manifest, digest: digestOf(manifest) };
}

/** Answers with {@link SAMPLE}'s manifest, HEAD or GET. */
export function serveManifest(request: SeenRequest, response: ServerResponse): void {
  response.writeHead(200, {
    'content-type': MEDIA_TYPE.ociManifest,
    'content-length': SAMPLE.manifest.length,
    'docker-content-digest': SAMPLE.digest,
  });
  response.end(request.method === 'HEAD' ? undefined : SAMPLE.manifest);
}

/** Reads a stream to its end. */
export async function collect(stream: AsyncIterable<Uint8Array>): Promise<Uint8Array[]> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return chunks;
}
