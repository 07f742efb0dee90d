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
import { startRuntime } from '#lib/jobs/runtime/runtime.ts';
import { stopOnSignal } from '#lib/jobs/runtime/stop-on-signal.ts';
import { createApplication } from './application/application.ts';
import { createMetrics } from './application/metrics.ts';
import { provideApplication } from './application/running-application.ts';
import { decodable } from './http/decodable-target.ts';
import { dropInternalHeaders } from './http/internal-headers.ts';
import { withPeer } from './http/peer-address.ts';

/** Connections are given this long to finish after a stop was asked for. */
const DRAIN_MS = 3000;

/**
 * Serves Baseboard: configuration, database, registry client and queue first, then the pages on top.
 * A bad configuration, or a port that is taken, ends the process with a line that says what to do.
 */
async function serve(development: boolean): Promise<void> {
  const began = performance.now();
  const config = loadConfig(process.env);
  const metrics = createMetrics();
  // First of all: if the port is in use, fail before anything else has started and would have to be stopped.
  let handle: RequestListener = answerStarting;
  const server = createServer((request, response) => handle(request, response));
  await listen(server, config.host, config.port);
  const runtime = await startRuntime(config, metrics.observe);
  const stopping = stopOnSignal(() => runtime.stop());
  void runtime.lost.then(endWith);
  try {
    const application = createApplication(runtime, metrics);
    provideApplication(application);
    stopping.beforehand(async () => {
      await close(server);
      await application.flushAccessRecord();
    });
    handle = await preparePages(config, development);
  } catch (error) {
    // Stop what was started: PostgreSQL would outlive us.
    await runtime.stop();
    throw error;
  }
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  process.stderr.write(
    `baseboard: ready on http://${shownHost(config.host)}:${config.port} after ${seconds} s\n`,
  );
}

/** The pages and routes, on the application that was provided. */
async function preparePages({ host, port }: Config, development: boolean): Promise<RequestListener> {
  const root = join(import.meta.dirname, '..', '..', '..');
  const pages = next({ dev: development, dir: root, hostname: host, port });
  await pages.prepare();
  const handle = pages.getRequestHandler();
  return (request, response) => {
    request.url = decodable(request.url ?? '/');
    dropInternalHeaders(request.headers);
    withPeer(request.socket.remoteAddress, () => void handle(request, response));
  };
}

function answerStarting(_: IncomingMessage, response: ServerResponse): void {
  response.writeHead(503, { 'content-type': 'text/plain', 'retry-after': '1' });
  response.end('Baseboard is starting.\n');
}

/** Why a server cannot listen, and what to set. */
const LISTEN_TROUBLE: Readonly<Record<string, (host: string, port: number) => string>> = {
  EADDRINUSE: (host, port) =>
    `${host}:${port} is taken by another program: set BASEBOARD_PORT to a free port`,
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
      const sentence = LISTEN_TROUBLE[error.code ?? '']?.(host, port);
      reject(sentence === undefined ? error : new ConfigError(sentence));
    });
    server.listen(port, host, resolve);
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
    // Event streams never end by themselves.
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
  // What a person can mend is said in a sentence; anything else is a bug and keeps its stack.
  const message = error instanceof ConfigError ? error.message : inspect(error);
  endWith(message);
}
