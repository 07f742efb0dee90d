import { inspect } from 'node:util';
import { ConfigError } from '#lib/config/config-error.ts';
import { loadConfig } from '#lib/config/load-config.ts';
import { ignoreBrokenPipe } from './runtime/broken-pipe.ts';
import { startRuntime } from './runtime/runtime.ts';
import { stopOnSignal } from './runtime/stop-on-signal.ts';

/** One more worker: the runtime without pages. It shares a database, so it needs one that can be shared. */
try {
  ignoreBrokenPipe();
  const config = loadConfig(process.env);
  if (config.databaseUrl === undefined) {
    throw new ConfigError(
      'DATABASE_URL: expected the PostgreSQL that the web process uses; a worker shares it',
    );
  }
  const runtime = await startRuntime(config);
  stopOnSignal(() => runtime.stop());
  process.stderr.write('baseboard: the worker is ready\n');
} catch (error) {
  const message = error instanceof ConfigError ? error.message : inspect(error);
  process.stderr.write(`baseboard: ${message}\n`);
  process.exit(1);
}
