/** What can change in a fleet: an image's status, its tag, a base's tag, and which images are tracked. */
export const CHANGE_KIND = ['status', 'digest', 'base', 'tracked', 'forgotten'] as const;
export type ChangeKind = (typeof CHANGE_KIND)[number];
