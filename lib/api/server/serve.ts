import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import { join } from 'node:path';
import { inspect } from 'node:util';
import next from 'next';
import type { Config } from '#lib/config/config.ts';
import { ConfigError } from '#lib/config/config-error.ts';
import { loadConfig } from '#lib/config/load-config.ts';
import { syncConfiguredSources } from '#lib/fleet/sources/sync-configured.ts';
import { ignoreBrokenPipe } from '#lib/jobs/runtime/broken-pipe.ts';
import { startRuntime } from '#lib/jobs/runtime/runtime.ts';
import { stopOnSignal } from '#lib/jobs/runtime/stop-on-signal.ts';
import { createApplication } from './application/application.ts';
import { createMetrics } from './application/metrics.ts';
import { provideApplication } from './application/running-application.ts';
import { decodableTarget } from './http/decodable-target.ts';
import { dropInternalHeaders } from './http/internal-headers.ts';
import { answerWith } from './http/node-response.ts';
import { withPeer } from './http/peer-address.ts';
import { hookRoute } from './routes/hook-response.ts';

/** How long connections may take to finish after a stop signal. */
const DRAIN_MS = 3000;
/**
 * Idle connections stay open longer than those of proxies and clients, which mostly keep them for up to a minute: one
 * that the server closes first can fail the request that its client is just sending.
 */
const KEEP_ALIVE_MS = 65_000;

/**
 * Serves Baseboard: reads the configuration, starts the database, registry client and queue, then the pages. An invalid
 * configuration or a port in use ends the process with a line that says what to do.
 */
async function serve(development: boolean): Promise<void> {
  const began = performance.now();
  ignoreBrokenPipe();
  const config = loadConfig(process.env);
  const metrics = createMetrics();
  // If the port is in use, fail before starting anything that would have to be stopped.
  let handle: RequestListener = answerStarting;
  const options = { keepAliveTimeout: KEEP_ALIVE_MS };
  const server = createServer(options, (request, response) => handle(request, response));
  await listen(server, config.host, config.port);
  const runtime = await startRuntime(config, metrics.observe, metrics.observeDelivery);
  const stopping = stopOnSignal(() => runtime.stop());
  void runtime.lost.then(endWith);
  try {
    // Workers leave it to the web process: they may have another file.
    await syncConfiguredSources(runtime.context, config.sources);
    const application = createApplication(runtime, metrics);
    provideApplication(application);
    stopping.beforehand(async () => {
      await close(server);
      await application.flushAccessRecord();
      await application.hookIntake.flush();
    });
    handle = await preparePages(config, development);
  } catch (error) {
    // Otherwise PostgreSQL would keep running.
    await runtime.stop();
    throw error;
  }
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  process.stderr.write(
    `baseboard: ready on http://${shownHost(config.host)}:${config.port} after ${seconds} s\n`,
  );
}

/** Calls of hooks come in storms, so they do not take the way through Next, which costs more than all the rest of them. */
const HOOK_PATH = /^\/hooks\/([^/?]+)(?:\?|$)/;

/** Prepares the pages and routes; the application must be provided before. */
async function preparePages({ host, port }: Config, development: boolean): Promise<RequestListener> {
  const root = join(import.meta.dirname, '..', '..', '..');
  const pages = next({ dev: development, dir: root, hostname: host, port });
  await pages.prepare();
  const handle = pages.getRequestHandler();
  return (request, response) => {
    request.url = decodableTarget(request.url ?? '/');
    dropInternalHeaders(request.headers);
    const secretId = request.method === 'POST' ? HOOK_PATH.exec(request.url)?.[1] : undefined;
    withPeer(request.socket.remoteAddress, () => {
      if (secretId === undefined) return void handle(request, response);
      const params = Promise.resolve({ secretId });
      answerWith((call) => hookRoute(call, { params }), request, response).catch(() => response.destroy());
    });
  };
}

function answerStarting(_: IncomingMessage, response: ServerResponse): void {
  response.writeHead(503, { 'content-type': 'text/plain', 'retry-after': '1' });
  response.end('Baseboard is starting.\n');
}

/** Why the server cannot listen, and what to set. */
const LISTEN_ERRORS: Readonly<Record<string, (host: string, port: number) => string>> = {
  EADDRINUSE: (host, port) =>
    `${host}:${port} is in use by another program: set BASEBOARD_PORT to a free port`,
  EACCES: (_, port) =>
    `port ${port} needs more privileges than this process has: set BASEBOARD_PORT to one above 1023`,
  EADDRNOTAVAIL: (host) => `${host} is not an address of this machine: set BASEBOARD_HOST to one that is`,
  ENOTFOUND: (host) => `the host ${host} was not found: set BASEBOARD_HOST to an address of this machine`,
};

function shownHost(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const sentence = LISTEN_ERRORS[error.code ?? '']?.(host, port);
      reject(sentence === undefined ? error : new ConfigError(sentence));
    });
    server.listen(port, host, resolve);
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
    // Event streams do not end by themselves.
    setTimeout(() => server.closeAllConnections(), DRAIN_MS).unref();
  });
}

/** Ends the process with an error message. */
function endWith(sentence: string): void {
  process.stderr.write(`baseboard: ${sentence}\n`);
  process.exit(1);
}

try {
  await serve(process.argv.includes('--dev'));
} catch (error) {
  // A configuration error is one sentence; anything else is a bug and shows its stack.
  const message = error instanceof ConfigError ? error.message : inspect(error);
  endWith(message);
}
