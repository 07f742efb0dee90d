/** The queue of the sample fleet. */
export interface SampleQueue {
  /** Moves a base of the sample fleet in a while. */
  moveSample(): Promise<void>;
}

/** Enqueues the sample fleet's move. */
export interface WithSampleQueue {
  readonly queue: SampleQueue;
}
