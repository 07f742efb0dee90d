import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { serveMemoryRegistry } from '#lib/registry/memory/serve.ts';

/** An in-memory registry in a separate process, so that its work does not count as Baseboard's. */
export interface RegistryProcess {
  readonly host: string;
  stop(): Promise<void>;
}

/** Starts an in-memory registry on a free port of loopback. */
export async function startRegistryProcess(): Promise<RegistryProcess> {
  const child: ChildProcess = fork(fileURLToPath(import.meta.url), ['serve'], { stdio: 'inherit' });
  const [host] = (await once(child, 'message')) as [string];
  return {
    host,
    async stop() {
      child.disconnect();
      await once(child, 'exit');
    },
  };
}

if (process.argv[2] === 'serve' && process.send) {
  const served = await serveMemoryRegistry();
  process.send(served.host);
  process.once('disconnect', () => void served.close().then(() => process.exit(0)));
}
