/**
 * The keys of PostgreSQL's advisory locks, each with one purpose: two of the same number would wait for each other. A
 * process of another version takes the same locks, so a number never changes.
 */
export const ADVISORY_LOCK = {
  /** Migrations of the schema and the stored data: one process at a time. */
  migrations: 4_203_117,
  /** Recording checks of tags: one process at a time, for a short time. */
  recording: 4_203_118,
  /** The recurring tasks, each in one process. */
  recovery: 4_203_119,
  cleanup: 4_203_120,
  schedules: 4_203_121,
  /** Applying holds to images: one process at a time. */
  holds: 4_203_122,
  /** Starting listings of sources, and what sources mention: one process at a time, for a short time. */
  sources: 4_203_130,
  /** Enqueuing the listings that are due. */
  dueSources: 4_203_131,
  /** The first of two keys; the second is a tag's. */
  tag: 1,
} as const;
