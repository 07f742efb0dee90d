/** The queue of listings. */
export interface SourceQueue {
  /** Enqueues the listing of a source, unless one waits already. Whether it may begin is decided when it does. */
  listSource(id: string): Promise<void>;
}
