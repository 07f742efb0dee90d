/** Steps change faster than pages show them: they are stored this often, in milliseconds. */
const SHOW_EVERY_MS = 250;

/** Stores a rebase's steps now and then, so that pages can show them. */
export interface StepWatch {
  /** The steps changed; with `now` they are stored before it resolves. */
  changed(now: boolean): Promise<void>;
  /** No step will change any more. */
  end(): void;
}

/** `write` stores the steps as they are. If a write that nobody waits for fails, the next one stores them. */
export function watchSteps(write: () => Promise<void>): StepWatch {
  let late: NodeJS.Timeout | undefined;
  return {
    async changed(now) {
      if (!now) {
        late ??= setTimeout(() => {
          late = undefined;
          write().catch(() => undefined);
        }, SHOW_EVERY_MS);
        return;
      }
      clearTimeout(late);
      late = undefined;
      await write();
    },
    end() {
      clearTimeout(late);
    },
  };
}
