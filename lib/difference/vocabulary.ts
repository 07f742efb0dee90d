import { LAYER_ENTRY_TYPE } from '#lib/rebase/layer-listing/entry-type.ts';

/** What a path of an image is. */
export const FILE_TYPE = LAYER_ENTRY_TYPE;

/** How a path differs: files by their content, links by their target. */
export const FILE_CHANGE = ['added', 'removed', 'changed'] as const;
export type FileChangeKind = (typeof FILE_CHANGE)[number];

/** The kinds of package databases that images have. */
export const PACKAGE_KIND = ['dpkg', 'apk', 'rpm'] as const;
export type PackageKind = (typeof PACKAGE_KIND)[number];

/** How a package differs; `changed` is another version whose order is not known. */
export const PACKAGE_CHANGE = ['added', 'removed', 'upgraded', 'downgraded', 'changed'] as const;
export type PackageChangeKind = (typeof PACKAGE_CHANGE)[number];
