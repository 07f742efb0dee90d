/** One setting of the config that differs before and after. `path` is like `config.Env.PATH`. */
export interface ConfigChange {
  readonly path: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** A setting that base and image both changed: the image's is kept, and a person should check it. */
export interface ConfigConflict {
  readonly path: string;
  readonly oldBase: string | null;
  readonly newBase: string | null;
  readonly image: string | null;
  readonly reason: string;
}

/** What a three-way merge changes, and its conflicts. */
export interface MergedChanges {
  readonly changes: readonly ConfigChange[];
  readonly conflicts: readonly ConfigConflict[];
}
