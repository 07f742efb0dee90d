/** The bytes are no tar archive, or broken ones. The message completes "it is no whole archive: …". */
export class ArchiveError extends Error {
  override name = 'ArchiveError';
}
