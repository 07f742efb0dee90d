/** The most files of a source that are read, and the most characters of one file and of all. */
export const FILE_LIMITS = { files: 500, characters: 1024 * 1024, total: 16 * 1024 * 1024 } as const;
