const KEEP_ALIVE_MS = 60_000;

/**
 * Stops once, on SIGINT, SIGTERM, SIGHUP or the end of the launching process, then exits with 0. Steps run newest
 * first; `beforehand` adds one that runs before those that are there.
 */
export function stopOnSignal(last: () => Promise<void>): { beforehand(step: () => Promise<void>): void } {
  const steps = [last];
  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    // A step may wait for what holds no handle: without one, Node would exit in between and leave PostgreSQL behind.
    setInterval(() => {}, KEEP_ALIVE_MS);
    for (const step of steps.toReversed()) {
      await step().catch((error) => process.stderr.write(`baseboard: while stopping: ${error}\n`));
    }
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop());
  if (process.connected) process.on('disconnect', () => void stop());
  return { beforehand: (step) => steps.push(step) };
}
