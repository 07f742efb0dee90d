import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { inspect } from 'node:util';
import next from 'next';
import { ConfigError, loadConfig } from '#lib/config/config.ts';
import { startRuntime } from '#lib/jobs/runtime.ts';
import { stopOnSignal } from '#lib/jobs/stop.ts';
import { createApplication } from './application.ts';
import { decodable } from './decodable.ts';
import { provideApplication } from './host.ts';
import { dropInternalHeaders } from './internal-headers.ts';
import { createMetrics } from './metrics.ts';
import { withPeer } from './peer.ts';

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
  const runtime = await startRuntime(config, metrics.observe);
  const stopping = stopOnSignal(() => runtime.stop());
  const application = createApplication(runtime, metrics);
  provideApplication(application);

  const root = join(import.meta.dirname, '..', '..', '..');
  const pages = next({ dev: development, dir: root, hostname: config.host, port: config.port });
  await pages.prepare();
  const handle = pages.getRequestHandler();
  const server = createServer((request, response) => {
    request.url = decodable(request.url ?? '/');
    dropInternalHeaders(request.headers);
    withPeer(request.socket.remoteAddress, () => void handle(request, response));
  });
  await listen(server, config.host, config.port);
  stopping.beforehand(async () => {
    await close(server);
    await application.flushAccessRecord();
  });
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  process.stderr.write(
    `baseboard: ready on http://${shownHost(config.host)}:${config.port} after ${seconds} s\n`,
  );
}

function shownHost(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE';
      reject(
        taken
          ? new ConfigError(`${host}:${port} is taken by another program: set BASEBOARD_PORT to a free one`)
          : error,
      );
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

try {
  await serve(process.argv.includes('--dev'));
} catch (error) {
  // What a person can mend is said in a sentence; anything else is a bug and keeps its stack.
  const message = error instanceof ConfigError ? error.message : inspect(error);
  process.stderr.write(`baseboard: ${message}\n`);
  process.exit(1);
}
