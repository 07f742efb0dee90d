/** One job: an image of a cascade. */
export interface CascadeJob {
  readonly cascadeId: string;
  readonly reference: string;
  /** The cascade's round when the job was enqueued. */
  readonly round: number;
  /** The images of the same cascade whose jobs must be over before. */
  readonly after: readonly string[];
  /** Host of the image. */
  readonly registry: string;
}

/** The queue of single rebases. */
export interface RebaseQueue {
  /** Enqueues an opened rebase. */
  rebase(id: string): Promise<void>;
  /** True while a job of the rebase waits or runs. */
  holdsRebase(id: string): Promise<boolean>;
}

/** The queue of cascades. */
export interface CascadeQueue {
  /** Enqueues items of a cascade; each runs after those that it names. */
  cascade(items: readonly CascadeJob[]): Promise<void>;
  /** True while a job of any of the cascade's items waits or runs. */
  holdsCascade(id: string): Promise<boolean>;
}

/** Enqueues rebases. */
export interface WithRebaseQueue {
  readonly queue: RebaseQueue;
}

/** Enqueues the images of cascades. */
export interface WithCascadeQueue {
  readonly queue: CascadeQueue;
}
