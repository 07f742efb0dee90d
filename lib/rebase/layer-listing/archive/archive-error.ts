/** The bytes are no tar archive, or a broken one. The message completes "it is not a complete tar archive: …". */
export class ArchiveError extends Error {
  override name = 'ArchiveError';
}
