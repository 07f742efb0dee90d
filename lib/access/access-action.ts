/** What the audit log of access records: who came in, who was kept out, what was given and taken. */
export const ACCESS_ACTION = [
  'login',
  'login-refused',
  'logout',
  'sessions-ended',
  'token-made',
  'token-revoked',
  'token-refused',
  'made-public',
  'made-private',
  'channel-created',
  'channel-changed',
  'channel-deleted',
  'schedule-created',
  'schedule-changed',
  'schedule-deleted',
  'snoozed',
  'snooze-ended',
  'base-declared',
  'base-declaration-removed',
] as const;
export type AccessAction = (typeof ACCESS_ACTION)[number];
