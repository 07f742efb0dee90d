/** Steps come faster than anyone looks: what is shown is written down this often, in milliseconds. */
const SHOW_EVERY_MS = 250;

/** Writes a rebase's steps down now and then, so that they can be watched. */
export interface StepWatch {
  /** The steps changed; `now` writes them down before it resolves. */
  told(now: boolean): Promise<void>;
  /** Nothing more will be told. */
  end(): void;
}

/** `write` writes the steps as they are; a failure of a write that nobody waits for is left to the next. */
export function watchSteps(write: () => Promise<void>): StepWatch {
  let late: NodeJS.Timeout | undefined;
  return {
    async told(now) {
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
