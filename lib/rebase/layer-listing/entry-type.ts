/** What an entry of a tar archive is. */
const TAR_ENTRY_TYPE = [
  'file',
  'directory',
  'symlink',
  'hard-link',
  'character-device',
  'block-device',
  'fifo',
  'other',
] as const;
export type TarEntryType = (typeof TAR_ENTRY_TYPE)[number];

/** What a layer has at a path: an entry of its archive, or a whiteout, which removes what lower layers have there. */
export const LAYER_ENTRY_TYPE = [...TAR_ENTRY_TYPE, 'whiteout', 'opaque'] as const;
