/** The queue of the sample fleet. */
export interface SampleQueue {
  /** Moves a base of the sample fleet in a while, unless it is closed until then. Once for each opening. */
  moveSample(opening: string): Promise<void>;
}

/** Enqueues the sample fleet's move. */
export interface WithSampleQueue {
  readonly queue: SampleQueue;
}
