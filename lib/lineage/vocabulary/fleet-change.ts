/** What can change in a fleet: an image's status, its own tag, a base's tag, and what is tracked. */
export const CHANGE_KIND = ['status', 'digest', 'base', 'tracked', 'forgotten'] as const;
export type ChangeKind = (typeof CHANGE_KIND)[number];
