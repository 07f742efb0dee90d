import type { BlobSource } from '#lib/rebase/layer-listing/list-layer.ts';

/** A source that fails with `late()` once the time is up, and with the caller's reason if the caller gives up. */
export function timedSource(
  source: BlobSource,
  timeUp: AbortSignal,
  caller: AbortSignal | undefined,
  late: () => Error,
): BlobSource {
  return {
    async openBlob(address, options) {
      caller?.throwIfAborted();
      if (timeUp.aborted) throw late();
      const signals = [timeUp, caller, options?.signal].flatMap((signal) => signal ?? []);
      const signal = AbortSignal.any(signals);
      const chunks = await source.openBlob(address, { signal }).catch((error: unknown) => {
        throw timeUp.aborted ? late() : error;
      });
      return (async function* () {
        try {
          yield* chunks;
        } catch (error) {
          throw timeUp.aborted ? late() : error;
        }
      })();
    },
  };
}
