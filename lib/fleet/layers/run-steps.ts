import type { Steps } from '#lib/rebase/hazards/interruptible-work.ts';

/**
 * Runs the steps and yields to other work between them; `undefined` if the time was up before their end. Rejects with the
 * caller's reason if the caller gives up.
 */
export async function runSteps<T>(
  steps: Steps<T>,
  timeUp: AbortSignal,
  caller: AbortSignal | undefined,
): Promise<T | undefined> {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    await new Promise((resolve) => setImmediate(resolve));
    caller?.throwIfAborted();
    if (timeUp.aborted) return undefined;
  }
}
