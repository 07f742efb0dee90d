import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { serveMemoryRegistry } from '#lib/registry/memory/serve.ts';

/** A registry in memory in a process of its own, so that its work is not counted as ours. */
export interface RegistryProcess {
  readonly host: string;
  stop(): Promise<void>;
}

/** Starts one on a free port of loopback. */
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
