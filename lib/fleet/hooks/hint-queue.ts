/** The queue of looks at tags that hooks were called about. */
export interface HintQueue {
  /** Enqueues the look at everything that is due, after some seconds. One waiting job covers every call before it starts. */
  hints(afterSeconds: number): Promise<void>;
}

/** Enqueues looks. */
export interface WithHintQueue {
  readonly queue: HintQueue;
}
