import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { fileURLToPath } from 'node:url';

/** A registry behind a simulated network. */
export interface Distant {
  readonly host: string;
  stop(): Promise<void>;
}

/**
 * Simulates a network in front of a registry on loopback: a separate process forwards every byte after half of
 * `roundTripMs` in each direction. Connections open without delay, which favours clients that open many.
 */
export async function awayFrom(host: string, roundTripMs: number): Promise<Distant> {
  const child: ChildProcess = fork(fileURLToPath(import.meta.url), ['pass', host, String(roundTripMs / 2)]);
  const [address] = (await once(child, 'message')) as [string];
  return {
    host: address,
    async stop() {
      child.disconnect();
      await once(child, 'exit');
    },
  };
}

function pass(from: Socket, to: Socket, delayMs: number): void {
  from.on('data', (bytes) => setTimeout(() => to.writable && to.write(bytes), delayMs));
  from.on('end', () => setTimeout(() => to.end(), delayMs));
  from.on('error', () => to.destroy());
  from.on('close', () => setTimeout(() => to.destroy(), delayMs));
}

const [, , role, host = '', delay = ''] = process.argv;
if (role === 'pass' && process.send) {
  const at = host.lastIndexOf(':');
  const server = createServer({ noDelay: true, allowHalfOpen: true }, (near) => {
    const far = connect({ host: host.slice(0, at), port: Number(host.slice(at + 1)), noDelay: true });
    pass(near, far, Number(delay));
    pass(far, near, Number(delay));
  });
  server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    if (typeof address === 'object' && address !== null) process.send?.(`127.0.0.1:${address.port}`);
  });
  process.once('disconnect', () => process.exit(0));
}
