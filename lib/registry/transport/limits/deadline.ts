/** A total time for one request: nothing that arrives late, however steadily, outlasts it. */
export interface Deadline {
  /** Aborts when the time is up or the caller gives up. */
  readonly signal: AbortSignal;
  /** Why the signal is aborted; `undefined` while it is not. */
  ended(): 'timeout' | 'aborted' | undefined;
  /** Milliseconds left. */
  left(): number;
  /** Sets the time anew, from now, in milliseconds. */
  extend(ms: number): void;
  /** Frees the timer. The signal is not aborted by this. */
  clear(): void;
}

/** Starts the clock: `ms` milliseconds, or the caller's signal, whichever comes first. */
export function startDeadline(ms: number, caller: AbortSignal | undefined): Deadline {
  const controller = new AbortController();
  let why: 'timeout' | 'aborted' | undefined;
  const end = (reason: 'timeout' | 'aborted') => {
    why ??= reason;
    controller.abort();
  };
  let until = performance.now() + ms;
  // A stream that nobody reads must not keep the process alive.
  let timer = setTimeout(end, ms, 'timeout').unref();
  const onAbort = () => end('aborted');
  if (caller?.aborted) onAbort();
  else caller?.addEventListener('abort', onAbort, { once: true });
  return {
    signal: controller.signal,
    ended: () => why,
    left: () => until - performance.now(),
    extend(next) {
      clearTimeout(timer);
      until = performance.now() + next;
      timer = setTimeout(end, next, 'timeout').unref();
    },
    clear() {
      clearTimeout(timer);
      caller?.removeEventListener('abort', onAbort);
    },
  };
}
