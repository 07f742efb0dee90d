/** The total time of one request: no slow stream of bytes outlasts it. */
export interface Deadline {
  /** Aborts when the time is up or the caller's signal aborts. */
  readonly signal: AbortSignal;
  /** Why the signal was aborted; `undefined` if it was not. */
  ended(): 'timeout' | 'aborted' | undefined;
  /** Milliseconds left. */
  left(): number;
  /** Restarts the time: so many milliseconds from now. */
  extend(ms: number): void;
  /** Stops the timer without aborting the signal. */
  clear(): void;
}

/** Starts a deadline of `ms` milliseconds that the caller's signal can end earlier. */
export function startDeadline(ms: number, caller: AbortSignal | undefined): Deadline {
  const controller = new AbortController();
  let why: 'timeout' | 'aborted' | undefined;
  const end = (reason: 'timeout' | 'aborted') => {
    why ??= reason;
    controller.abort();
  };
  let until = performance.now() + ms;
  // An unread stream must not keep the process alive.
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
